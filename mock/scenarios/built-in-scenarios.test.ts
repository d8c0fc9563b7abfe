import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInScenarioText } from '../../generated/built-in-scenario-text.ts';
import document from '../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { createProtocolReader } from '../../src/sse/stream-protocol.ts';
import { encodeFrame, framesOf, toArray } from '../streams/frame.ts';
import { readBuiltInScenarios } from './built-in-scenarios.ts';
import { parseScenario } from './parse-scenario.ts';

const contract = readContract(document);
const { event, protocol } = contract.operations.find(({ id }) => id === 'streamMessages')!.stream!;
const validate = createSchemaValidator(document);
const scenarios = new Map(readBuiltInScenarios().map((scenario) => [scenario.name, scenario]));
/** All characters that JSON must escape. */
const prompt = 'Is "5 < 6"?\n\\ {{index_id}} \u2028 😀';

function stepsOf(name: string) {
  const { content } = scenarios.get(name)!.responses[0]!;
  if (content.kind !== 'stream') throw new Error(`${name} is no stream.`);
  return content.steps;
}

function wrongIn(name: string): unknown[] {
  const frames = framesOf(stepsOf(name), protocol!, (placeholder) =>
    placeholder === 'prompt' ? prompt : `value of ${placeholder}`,
  );
  const reader = createProtocolReader(protocol!);
  const problems: unknown[] = [];
  const decoder = createEventStreamDecoder({
    onMessage({ event: name, data }) {
      const value = JSON.parse(data);
      problems.push(...validate(event, value), ...reader.read({ event: name, data }, value));
    },
  });
  for (const frame of toArray(frames)) decoder.push(encodeFrame(frame));
  decoder.end();
  return [...problems, ...reader.end()];
}

test.each([...scenarios.keys()])('%s has one response, which is read when it is played', (name) => {
  const file = `${name}.sse`;
  const text = builtInScenarioText(file);
  expect(text).toBe(readFileSync(`mock/fixtures/${file}`, 'utf8'));
  expect(scenarios.get(name)).toEqual(parseScenario(text, { name, file, builtIn: true }).scenario);
});

test('includes the documented scenarios', () => {
  expect([...scenarios.keys()]).toEqual([
    'error-stop',
    'long-answer',
    'no-deltas',
    'parallel-tools',
    'plain-answer',
    'retrieval',
    'tool-failure',
  ]);
});

test.each([...scenarios.keys()])('%s satisfies the contract, whatever the prompt', (name) => {
  expect(wrongIn(name)).toEqual([]);
});

test.each([...scenarios.keys()])('%s states its duration in its usage', (name) => {
  const steps = stepsOf(name);
  const played = steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.milliseconds : 0), 0);
  const stop = steps.findLast((step) => step.kind === 'message');
  expect(stop?.kind === 'message' && JSON.parse(stop.data).usage.duration_ms).toBe(played);
});

test('gives every scenario its own keyword', () => {
  const keywords = [...scenarios.values()].map(({ keyword }) => keyword);
  expect(new Set(keywords).size).toBe(keywords.length);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { describeFrame } from './describe-frame.ts';

/** The console's view of a scenario's events, without duplicates. */
function describeScenario(name: string, scenario: string): string[] {
  const folder = join(packageRoot, 'examples/streams', name);
  const { operations } = readContract(parse(readFileSync(join(folder, 'openapi.yaml'), 'utf8')));
  const protocol = operations.find(({ stream }) => stream?.protocol)!.stream!.protocol!;
  const shown: string[] = [];
  const onMessage = ({ event, data }: { event: string; data: string }) => {
    const frame =
      data === protocol.sentinel
        ? { kind: 'bytes' as const, bytes: Buffer.from(`data: ${data}\n\n`), history: null }
        : { kind: 'message' as const, event, data: JSON.parse(data), history: null };
    const { lane, type, lifecycles = [] } = describeFrame(frame, protocol);
    shown.push([lane ?? type, ...lifecycles.filter((one) => one !== lane)].join(' | '));
  };
  createEventStreamDecoder({ onMessage }).push(readFileSync(join(folder, 'scenarios', `${scenario}.sse`)));
  return [...new Set(shown)];
}

test.each([
  ['openai-chat', 'tool-call', ['choice 0', 'tool call 0 0 | choice 0', 'tool call 0 1 | choice 0', '[DONE]']],
  ['openai-chat', 'error', ['choice 0', 'error']],
  [
    'ag-ui',
    'error',
    [
      'RUN_STARTED',
      'STEP_STARTED | step greet',
      'REASONING_START | reasoning r-1',
      'REASONING_MESSAGE_START | reasoning message r-1',
      'RUN_ERROR',
    ],
  ],
])('of %s, %s: lanes and lifecycles', (name, scenario, expected) => {
  expect(describeScenario(name, scenario)).toEqual(expected);
});

test('reads the keys of inner lifecycles', () => {
  expect(describeScenario('openai-responses', 'plain-text')).toContain(
    'response.output_text.delta | item 0 | part 0 0 | text 0 0',
  );
});

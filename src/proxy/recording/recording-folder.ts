import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario } from '../../../mock/scenarios/check-scenario.ts';
import { parseScenario } from '../../../mock/scenarios/parse-scenario.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/schema-validator.ts';
import { makeFolder } from '../../shared/make-folder.ts';
import type { RecordedExchange } from './recorded-response.ts';
import { conditionsOf, promptOf, type Replacements, titleOf, writeResponse } from './write-recording.ts';

/** Writes recorded exchanges as scenario files. */
export interface RecordingFolder {
  /** @returns the name of the file, or why the exchange cannot be recorded */
  add(exchange: RecordedExchange, replacements: Replacements): { file: string } | { reason: string };
}

interface Sequence {
  file: string;
  title: string;
  conditions: string[];
  responses: string[];
  /** A response violates the contract, so the mock plays all of them unchecked. */
  isUnchecked: boolean;
}

/** Maximum responses of a sequence; later requests get the last one. */
const mostResponses = 200;

/** @throws {UsageError} if the folder cannot be created */
export function openRecordingFolder(folder: string, contract: Contract, validate: SchemaValidator): RecordingFolder {
  makeFolder(folder, '--record');
  const sequences = new Map<string, Sequence>();
  const taken = new Set<string>();

  const nameFor = (exchange: RecordedExchange): string => {
    const name = nameOf(exchange);
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
    taken.add(free);
    return `${free}.sse`;
  };
  return {
    add(exchange, replacements) {
      const conditions = conditionsOf(exchange, replacements);
      const key = conditions.join('\n');
      const response = writeResponse(contract, exchange, replacements);
      if (response === undefined) return { reason: 'its body cannot be written as text' };
      const sequence = sequences.get(key) ?? {
        file: nameFor(exchange),
        title: titleOf(exchange),
        conditions,
        responses: [],
        isUnchecked: false,
      };
      sequences.set(key, sequence);
      if (sequence.responses.length >= mostResponses) return { file: sequence.file };
      sequence.responses.push(response);
      // Only the new response: the check of a long sequence would hold up the traffic.
      sequence.isUnchecked ||= !isPlayable({ ...sequence, responses: [response] }, contract, validate);
      writeAtomically(join(folder, sequence.file), textOf(sequence));
      return { file: sequence.file };
    },
  };
}

/** One exchange as a scenario file, or why it cannot be written. */
export function writeScenario(
  exchange: RecordedExchange,
  replacements: Replacements,
  contract: Contract,
  validate: SchemaValidator,
): { file: string; text: string } | { reason: string } {
  const response = writeResponse(contract, exchange, replacements);
  if (response === undefined) return { reason: 'Its body cannot be written as text.' };
  const file = `${nameOf(exchange)}.sse`;
  const conditions = conditionsOf(exchange, replacements);
  const sequence = { file, title: titleOf(exchange), conditions, responses: [response], isUnchecked: false };
  return { file, text: textOf({ ...sequence, isUnchecked: !isPlayable(sequence, contract, validate) }) };
}

function nameOf({ operation, body, query }: RecordedExchange): string {
  const words = `${operation} ${promptOf(body) ?? Object.values(query).join(' ')}`;
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.slice(0, 60) || 'request';
}

function textOf({ title, conditions, responses, isUnchecked }: Sequence): string {
  const head = [`: title ${title}`, ...(isUnchecked ? [': check off'] : []), ...conditions];
  if (responses.length === 1) return `${[...head, responses[0]].join('\n')}\n`;
  const parts = responses.map((response, index) => {
    const use = `: use ${index + 1}${index === responses.length - 1 ? '+' : ''}`;
    return [...(index === 0 ? head : []), use, response].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** Responses that violate the contract are recorded, too; the mock then plays them unchecked. */
function isPlayable(sequence: Sequence, contract: Contract, validate: SchemaValidator): boolean {
  const { file } = sequence;
  const { scenario, problems } = parseScenario(textOf(sequence), { name: file.replace(/\.sse$/, ''), file });
  return problems.length === 0 && checkScenario(scenario, { contract, validate }).problems.length === 0;
}

/** Replaces a file atomically: readers find the old or the new one, never a part. */
function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario } from '../../../mock/scenarios/check-scenario.ts';
import { parseScenario } from '../../../mock/scenarios/parse-scenario.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import { makeFolder } from '../../shared/files/make-folder.ts';
import type { RecordedExchange } from './recorded-response.ts';
import { conditionsOf, promptOf, type Replacements, titleOf, writeResponse } from './write-recording.ts';

/** Writes recorded exchanges as scenario files. */
export interface RecordingFolder {
  /** @returns the name of the file, or why the exchange cannot be recorded */
  add(exchange: RecordedExchange, replacements: Replacements): { file: string } | { reason: string };
}

interface SequenceText {
  title: string;
  conditions: string[];
  responses: string[];
  /** A response violates the contract, so the mock plays all of them unchecked. */
  isUnchecked?: boolean;
}

interface Sequence extends SequenceText {
  file: string;
}

const unwritable = 'its body cannot be written as a scenario';

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
      const response = writeResponse(contract, exchange, replacements);
      if (response === undefined) return { reason: unwritable };
      const conditions = conditionsOf(exchange, replacements, contract);
      const key = conditions.join('\n');
      const known = sequences.get(key);
      if (known && known.responses.length >= mostResponses) return { file: known.file };
      const title = titleOf(exchange);
      // Only the new response is checked: checking a long sequence would delay the traffic.
      const isValid = isValidSequence({ title, conditions, responses: [response] }, contract, validate);
      if (isValid === undefined) return { reason: unwritable };
      const sequence = known ?? { file: nameFor(exchange), title, conditions, responses: [], isUnchecked: false };
      sequences.set(key, sequence);
      sequence.responses.push(response);
      sequence.isUnchecked ||= !isValid;
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
  const reason = `I${unwritable.slice(1)}.`;
  const response = writeResponse(contract, exchange, replacements);
  if (response === undefined) return { reason };
  const conditions = conditionsOf(exchange, replacements, contract);
  const sequence = { title: titleOf(exchange), conditions, responses: [response] };
  const isValid = isValidSequence(sequence, contract, validate);
  if (isValid === undefined) return { reason };
  return { file: `${nameOf(exchange)}.sse`, text: textOf({ ...sequence, isUnchecked: !isValid }) };
}

function nameOf({ operation, body, query }: RecordedExchange): string {
  const words = `${operation} ${promptOf(body) ?? Object.values(query).join(' ')}`;
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.slice(0, 60) || 'request';
}

function textOf({ title, conditions, responses, isUnchecked = false }: SequenceText): string {
  const head = [`: title ${title}`, ...(isUnchecked ? [': check off'] : []), ...conditions];
  if (responses.length === 1) return `${[...head, responses[0]].join('\n')}\n`;
  const parts = responses.map((response, index) => {
    const use = `: use ${index + 1}${index === responses.length - 1 ? '+' : ''}`;
    return [...(index === 0 ? head : []), use, response].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/**
 * Whether the responses satisfy the contract; the mock plays others unchecked.
 *
 * @returns `undefined` if the text is not a scenario: the file would make its whole folder unusable
 */
function isValidSequence(sequence: SequenceText, contract: Contract, validate: SchemaValidator): boolean | undefined {
  const { scenario, problems } = parseScenario(textOf(sequence), { name: 'recording', file: 'recording.sse' });
  return problems.length > 0 ? undefined : checkScenario(scenario, { contract, validate }).problems.length === 0;
}

/** Replaces a file atomically: readers find the old or the new one, never a part. */
function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

import { excerpt } from '../../src/shared/excerpt.ts';
import { describeNames, nearestName } from '../../src/shared/nearest-name.ts';
import type { Fault, FaultParameter } from './fault.ts';

/** A selected fault and its values: `stall-after-event:3` has the value 3. */
export interface FaultChoice {
  fault: Fault;
  /** One for each parameter: the given value, or the default. */
  values: (number | string)[];
}

/** Reads `NAME` or `NAME:VALUE:VALUE`. @returns a sentence that follows "Invalid fault …" if it cannot be read */
export function readFaultChoice(text: string, known: ReadonlyMap<string, Fault>): FaultChoice | string {
  const [name = '', ...given] = text.split(':');
  const fault = known.get(name);
  if (!fault) return describeUnknown(name, [...known.keys()]);
  const parameters = fault.parameters ?? [];
  if (given.length > parameters.length && !parameters.at(-1)?.many) {
    return `${name} accepts ${parameters.length === 0 ? 'no value' : `only ${parameters.map(({ name }) => name).join(':')}`}.`;
  }
  const values: (number | string)[] = [];
  for (const [index, value] of given.entries()) {
    const parameter = parameters[index] ?? (parameters.at(-1) as FaultParameter);
    const read = readValue(parameter, value);
    if (read === undefined) return `${parameter.name} must be ${parameter.wanted}, not ${excerpt(value, 40)}.`;
    values.push(read);
  }
  for (const parameter of parameters.slice(given.length)) values.push(parameter.default);
  return { fault, values };
}

/**
 * Returns how to write a fault, with the defaults of its parameters: `latency[:MS=300[:JITTER=100]]`.
 *
 * @example
 * import { allFaults, faultUsage } from 'chat-contract/mock';
 *
 * for (const fault of allFaults.values()) console.log(faultUsage(fault));
 */
export function faultUsage({ name, parameters = [] }: Fault): string {
  const words = parameters.map(
    (one) => `:${one.name}=${one.default === Number.POSITIVE_INFINITY ? 'ever' : one.default}`,
  );
  return name + words.map((word) => `[${word}`).join('') + ']'.repeat(words.length);
}

function readValue(parameter: FaultParameter, text: string): number | string | undefined {
  if (typeof parameter.default === 'string') return /^[\w!#$&^.+/-]+$/.test(text) ? text : undefined;
  if (text === 'ever' && parameter.default === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return /^\d{1,9}$/.test(text) && Number(text) >= (parameter.least ?? 0) ? Number(text) : undefined;
}

/** The faults of the proxy are few, and no command lists them: all are named. */
function describeUnknown(name: string, known: readonly string[]): string {
  if (known.length > 30 || nearestName(name, known)) return describeNames(name, known, 'chat-contract mock --list');
  return `Expected ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`;
}

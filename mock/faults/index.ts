import { credentialFaults } from './credentials.ts';
import { errorFaults } from './errors.ts';
import type { Fault } from './fault.ts';
import { listFaults } from './lists.ts';
import { responseFaults } from './responses.ts';
import { sessionFaults } from './sessions.ts';
import { streamCallFaults } from './stream-calls.ts';
import { streamContentFaults } from './stream-content.ts';
import { streamFramingFaults } from './stream-framing.ts';
import { transportFaults } from './transport.ts';
import { turnFaults } from './turns.ts';
import { validationFaults } from './validation.ts';

/** Faults by the operation that they change. */
const groups: [operation: string, faults: readonly Fault[]][] = [
  ['any operation', [...responseFaults, ...errorFaults, ...validationFaults, ...credentialFaults]],
  ['listSessions', listFaults],
  ['sessions', sessionFaults],
  ['streamMessages', [...turnFaults, ...streamContentFaults, ...streamCallFaults, ...streamFramingFaults]],
  ['connection', transportFaults],
];

/** All faults that `--fault` accepts, by name. */
export const allFaults: ReadonlyMap<string, Fault> = new Map(
  groups.flatMap(([, faults]) => faults.map((fault) => [fault.name, fault] as const)),
);

/** The faults that violate a contract rule, by name: the counterexamples of the rules. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [...allFaults].filter(([, { violates }]) => violates !== undefined),
);

/** The faults that apply to any API. */
export const generalFaults: ReadonlyMap<string, Fault> = new Map(
  [
    ...groups
      .filter(([operation]) => operation === 'any operation' || operation === 'connection')
      .flatMap(([, all]) => all),
    ...streamFramingFaults.filter(({ name }) =>
      /^stream-(never-ends|in-one-burst|cut|last-event-undispatched)$/.test(name),
    ),
  ]
    .filter(({ scope }) => scope !== 'chat-api')
    .map((fault) => [fault.name, fault]),
);

/** The operation that a fault changes, for lists. Derived faults change a stream. */
export function groupOfFault(name: string): string {
  return groups.find(([, faults]) => faults.some((fault) => fault.name === name))?.[0] ?? 'stream protocol';
}

/** The most useful faults, for short lists. */
export const usefulFaults: readonly string[] = [
  'latency',
  'answer-500',
  'answer-429',
  'answer-503',
  'reset-after-event',
  'stall-after-event',
  'stall-before-first-byte',
  'end-after-event',
  'stream-cut',
  'slow-drip',
];

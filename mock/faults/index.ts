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

/** Every breach of a clause by its name: the counterexamples of the contract's rules. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [
    ...responseFaults,
    ...errorFaults,
    ...validationFaults,
    ...credentialFaults,
    ...listFaults,
    ...sessionFaults,
    ...turnFaults,
    ...streamContentFaults,
    ...streamCallFaults,
    ...streamFramingFaults,
  ].map((fault) => [fault.name, fault]),
);

/** Everything that `--fault` takes: the breaches, and what goes wrong on the way. */
export const allFaults: ReadonlyMap<string, Fault> = new Map([
  ...faults,
  ...transportFaults.map((fault) => [fault.name, fault] as const),
]);

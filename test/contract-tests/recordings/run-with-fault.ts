import type { ContractTestRun } from '../../../contract-tests/run/run-contract-tests.ts';
import { createMock } from '../../../mock/index.ts';
import { connectTo, inProcessUrl } from '../../support/in-process.ts';
import { runContract } from '../../support/run-contract.ts';

/** Slow enough to distinguish a burst from a short turn, and to disconnect or send another turn on a busy machine. */
const speeds: Readonly<Record<string, number>> = {
  'stream-in-one-burst': 2,
  'concurrent-turn-accepted': 3,
  'abandoned-turn-vanishes': 4,
};

/** Detected by generated requests only; this seed generates enough of them. */
const generated = new Set(['checks-first-item-only', 'refuses-unusual-text']);

/** A strict run against the mock with a fault, without a socket. */
export function runWithFault(name: string): Promise<ContractTestRun> {
  const mock = createMock({ token: 'the-right-token', speed: speeds[name] ?? 8, seed: 'none', faults: [name] });
  const options = generated.has(name) ? { examples: 25, seed: 1 } : {};
  return runContract(inProcessUrl, options, { connect: connectTo(mock) });
}

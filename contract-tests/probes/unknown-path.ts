import type { Operation } from '../../src/openapi/contract.ts';
import { fitsPath } from './cases/fits-path.ts';
import type { Probe } from './probe.ts';

const path = '/contract-test-unknown-path/of/this/run/that/nobody/has';

/** Requests a path that is not in the contract. */
export async function tryUnknownPath({ run, seen }: Probe): Promise<void> {
  const { operations } = run.contract;
  const [first] = operations;
  if (!first || operations.some((operation) => fitsPath(operation.path, path))) return;
  const { stream: _, ...operation }: Operation = { ...first, id: 'no operation', method: 'GET', path, parameters: [] };
  const purpose = 'has an unknown path';
  seen.nowhere.push(await run.send(operation, { path: {}, query: {} }, { purpose, case: { kind: 'other' } }));
}

import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import {
  type ContractTestRun,
  type ContractTestRunIo,
  type ContractTestRunOptions,
  runContractTests,
} from '../../contract-tests/run/run-contract-tests.ts';
import document from '../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../../src/openapi/read/read-contract.ts';

/** A complete strict run against a fast server of the Chat API. */
export function runContract(
  baseUrl: string,
  options: Partial<ContractTestRunOptions> = {},
  io: ContractTestRunIo = {},
): Promise<ContractTestRun> {
  return runContractTests(
    {
      timeout: 15_000,
      examples: 0,
      contract: readContract(document),
      token: 'the-right-token',
      indexIds: ['idx_1', 'idx_2', 'idx_3'],
      strict: true,
      ...options,
      baseUrl,
    },
    io,
  );
}

/** The violated rules, sorted. */
export function brokenRules(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ violations }) => violations.length > 0)
    .map(({ rule }) => rule)
    .sort();
}

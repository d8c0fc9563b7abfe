import { rules } from '../../contract-tests/rules/index.ts';
import { createRuleContext, evaluate, type Outcome, probesFor } from '../../contract-tests/run/evaluate.ts';
import type { Observations } from '../../contract-tests/run/observations.ts';
import { observe } from '../../contract-tests/run/observe.ts';
import { defaultOptions, type RunOptions } from '../../contract-tests/run/run-options.ts';
import document from '../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../../src/openapi/contract.ts';
import { systemClock } from '../../src/shared/clock.ts';

/** A whole strict run against a server that is trusted to be quick. */
export async function runContract(
  baseUrl: string,
  { rules: wanted, ...options }: Partial<RunOptions> & { rules?: string[] } = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<{ seen: Observations; outcomes: Outcome[] }> {
  const run: RunOptions = {
    ...defaultOptions,
    timeout: 15_000,
    examples: 0,
    contract: readContract(document),
    baseUrl,
    token: 'the-right-token',
    indexIds: ['idx_1', 'idx_2', 'idx_3'],
    ...options,
  };
  const chosen = rules.filter(({ id }) => !wanted || wanted.includes(id));
  const seen = await observe(run, probesFor(chosen), { clock: systemClock, signal });
  const context = createRuleContext(run.contract.document, seen);
  return { seen, outcomes: chosen.map((rule) => evaluate(rule, context, { strict: true })) };
}

/** The rules that were broken, sorted. */
export function brokenRules(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ violations }) => violations.length > 0)
    .map(({ rule }) => rule)
    .sort();
}

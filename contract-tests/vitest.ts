import { beforeAll } from 'vitest';
import document from '../generated/openapi.json' with { type: 'json' };
import { readContract } from '../src/openapi/contract.ts';
import { systemClock } from '../src/shared/clock.ts';
import { registerRules, stackOutside } from './report/register-rules.ts';
import { reportViolations } from './report/report.ts';
import { rules } from './rules/index.ts';
import type { RuleContext } from './rules/rule.ts';
import { createRuleContext, evaluate, probesFor } from './run/evaluate.ts';
import { observe } from './run/observe.ts';
import { defaultOptions, type RunOptions } from './run/run-options.ts';

/** What a suite is told; everything but the address has a default. Times are in milliseconds. */
export interface ContractTestOptions extends Partial<Omit<RunOptions, 'baseUrl' | 'contract' | 'rules'>> {
  /** The server's address, or a function that starts one and gives its address. */
  baseUrl: string | (() => string | Promise<string>);
  /** Ids of the rules to check; all where left out. */
  rules?: readonly string[];
  /** Assumed clauses fail, too. */
  strict?: boolean;
  /** A rule that could not be judged fails. */
  failOnUnexercised?: boolean;
  /** How long the whole run may take, in milliseconds. */
  runTimeout?: number;
}

/**
 * Registers the rules of the contract in the Vitest suite that calls it: one test a rule. The server is tried once,
 * before the first of them.
 *
 * @throws {Error} where `rules` names one that there is not
 */
export function contractTests(options: ContractTestOptions): void {
  const { baseUrl, rules: wanted, strict = false, failOnUnexercised = false, runTimeout = 600_000, ...rest } = options;
  const unknown = wanted?.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new Error(`There is no rule ${unknown}; \`chat-contract rules\` lists them.`);
  const chosen = rules.filter(({ id }) => !wanted || wanted.includes(id));
  let context: RuleContext | undefined;
  beforeAll(async () => {
    const address = typeof baseUrl === 'string' ? baseUrl : await baseUrl();
    const run: RunOptions = {
      ...defaultOptions,
      ...rest,
      baseUrl: address.replace(/\/+$/, ''),
      contract: readContract(document),
    };
    const signal = new AbortController().signal;
    context = createRuleContext(document, await observe(run, probesFor(chosen), { clock: systemClock, signal }));
    const { stopped } = context.seen;
    if (stopped !== undefined) throw new Error(stopped);
  }, runTimeout);
  registerRules(chosen, {
    failOnUnexercised,
    stack: stackOutside(contractTests),
    judge: (id) => {
      const rule = chosen.find((one) => one.id === id);
      if (!context || !rule) throw new Error('The server was not tried.');
      const { status, violations } = evaluate(rule, context, { strict, failOnUnexercised });
      return { status, violations: reportViolations(violations, context.seen) };
    },
  });
}

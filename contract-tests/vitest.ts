import { beforeAll, describe, type TestContext, test } from 'vitest';
import { chatApiDocument } from '../generated/chat-api-document.ts';
import { readContract } from '../src/openapi/read/read-contract.ts';
import { describeViolation } from './report/describe-violation.ts';
import type { Report } from './report/report.ts';
import { safeReport } from './report/safe-report.ts';
import { families, type Rule } from './rules/rule.ts';
import { fails } from './run/evaluate.ts';
import { runContractTests, selectRules } from './run/run-contract-tests.ts';
import type { RunOptions } from './run/run-options.ts';

/** Options of `contractTests`. Everything but the address has a default. Times are in milliseconds. */
export interface ContractTestOptions extends Partial<Omit<RunOptions, 'baseUrl' | 'contract'>> {
  /** The server's address, or a function that starts a server and returns its address. */
  baseUrl: string | (() => string | Promise<string>);
  /** Ids of the rules to check; all by default. */
  rules?: readonly string[];
  /** Violations of assumed rules fail too. */
  strict?: boolean;
  /** A rule that could not be checked fails instead of being skipped. */
  failOnUnexercised?: boolean;
  /** How long the whole run may take, in milliseconds. */
  runTimeout?: number;
}

/**
 * Registers the contract's rules in the Vitest suite that calls it, one test per rule. The server is tested once,
 * before the first rule. A rule that only warns passes.
 *
 * @example
 * ```ts
 * import { contractTests } from 'chat-contract/vitest';
 *
 * contractTests({ baseUrl: 'http://127.0.0.1:4010', token: process.env.LLAMA_CLOUD_API_KEY ?? 'any', strict: true });
 * ```
 *
 * @throws {Error} if `rules` names an unknown rule
 */
export function contractTests(options: ContractTestOptions): void {
  const { baseUrl, failOnUnexercised = false, runTimeout = 600_000, ...rest } = options;
  const contract = readContract(chatApiDocument());
  const rules = selectRules({ contract, ...(rest.rules ? { rules: rest.rules } : {}) });
  const stack = stackOutside(contractTests);
  let report: Report | undefined;
  beforeAll(async () => {
    const address = typeof baseUrl === 'string' ? baseUrl : await baseUrl();
    report = safeReport((await runContractTests({ ...rest, contract, baseUrl: address })).report);
    if (report.stopped !== undefined) throw new Error(report.stopped);
  }, runTimeout);
  for (const family of families) {
    const own = rules.filter((rule) => rule.family === family);
    if (own.length === 0) continue;
    describe(family, () => {
      for (const rule of own) test(rule.id, (context) => checkRule(rule, report, context));
    });
  }

  function checkRule({ id, title }: Rule, finished: Report | undefined, { skip }: TestContext): void {
    if (!finished) throw new Error('The server was not tested.');
    const status = finished.rules.find((rule) => rule.id === id)?.status;
    if (status === 'violated') {
      const violations = finished.violations.filter((violation) => violation.rule === id && fails(violation));
      throw new ContractViolation([title, ...violations.map(describeViolation)].join('\n\n'), stack);
    }
    if (status !== 'not exercised') return;
    const { reason = 'not exercised' } = finished.skipped.find(({ rule }) => rule === id) ?? {};
    if (failOnUnexercised)
      throw new ContractViolation(`${title}\n\nThis rule could not be checked: it ${reason}.`, stack);
    skip(reason);
  }
}

/** Fails a rule's test. Its message is all that a reader needs, so its stack only names the call of `contractTests`. */
class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  override readonly stack: string;

  constructor(message: string, stack: string) {
    super(message);
    this.stack = stack;
  }
}

/** The stack of the caller of `inner`. */
function stackOutside(inner: (...values: never[]) => unknown): string {
  const holder = { stack: '' };
  Error.captureStackTrace(holder, inner);
  return holder.stack.split('\n').slice(1).join('\n');
}

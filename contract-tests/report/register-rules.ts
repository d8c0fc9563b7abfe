import { describe, type TestContext, test } from 'vitest';
import { families, type Rule } from '../rules/rule.ts';
import { fails } from '../run/evaluate.ts';
import { describeViolation } from './describe-violation.ts';
import type { ReportedRule, ReportedViolation } from './report.ts';

/** What became of one rule, as a test tells it. */
export interface Judged {
  status: ReportedRule['status'];
  violations: readonly ReportedViolation[];
}

/** How a rule that could not be judged is told. */
export interface Registration {
  /** It fails; left out, it is skipped. */
  failOnUnexercised?: boolean;
  /** The stack of a failure: Vitest annotates on GitHub only what has a place. A failure has none where it is left out. */
  stack?: string;
  /** Judges a rule, once the tests run. */
  judge(rule: string): Judged;
}

/** Registers one Vitest test a rule, named after the rule, in a suite a family. A rule that only warns passes. */
export function registerRules(
  rules: readonly Pick<Rule, 'id' | 'title' | 'family'>[],
  registration: Registration,
): void {
  for (const family of families) {
    const own = rules.filter((rule) => rule.family === family);
    if (own.length === 0) continue;
    describe(family, () => {
      for (const rule of own) test(rule.id, (context) => checkRule(rule, registration, context));
    });
  }
}

function checkRule(
  { id, title }: Pick<Rule, 'id' | 'title'>,
  { judge, failOnUnexercised, stack }: Registration,
  { skip }: TestContext,
): void {
  const { status, violations } = judge(id);
  if (status === 'violated') {
    throw new ContractViolation([title, ...violations.filter(fails).map(describeViolation)].join('\n\n'), stack);
  }
  if (status !== 'not exercised') return;
  if (failOnUnexercised) throw new ContractViolation(`${title}\n\nNothing showed whether this is so.`, stack);
  skip('not exercised');
}

/** Fails a rule's test; its message is all that a reader needs, so its stack tells at most where the rules stand. */
class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  override readonly stack: string;

  constructor(message: string, stack = '') {
    super(message);
    this.stack = stack;
  }
}

/** The stack of whoever called `inner`; that of who asks where it is left out. */
export function stackOutside(inner: (...values: never[]) => unknown = stackOutside): string {
  const holder = { stack: '' };
  Error.captureStackTrace(holder, inner);
  return holder.stack.split('\n').slice(1).join('\n');
}

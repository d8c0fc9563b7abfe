import { describe, type TestContext, test } from 'vitest';
import { describeViolation } from './describe-violation.ts';
import { evaluate, fails, type Judgement, type Outcome } from './evaluate.ts';
import { families, type Rule, type RuleContext } from './rules/rule.ts';

declare module 'vitest' {
  interface TaskMeta {
    outcome?: Outcome;
  }
}

/**
 * Registers one Vitest test a rule, named after the rule, in a suite a family. A rule that could not be judged is
 * skipped, unless the judgement makes that a failure; a rule that only warns passes.
 *
 * @param look gives what was seen, once the tests run
 */
export function registerRules(rules: readonly Rule[], judgement: Judgement, look: () => RuleContext): void {
  for (const family of families) {
    const own = rules.filter((rule) => rule.family === family);
    if (own.length === 0) continue;
    describe(family, () => {
      for (const rule of own) test(rule.id, (context) => checkRule(rule, judgement, look(), context));
    });
  }
}

function checkRule(rule: Rule, judgement: Judgement, seen: RuleContext, { task, skip }: TestContext): void {
  const outcome = evaluate(rule, seen, judgement);
  task.meta.outcome = outcome;
  if (outcome.status === 'violated') {
    const violations = outcome.violations.filter(fails).map((violation) => describeViolation(violation, seen.seen));
    throw new ContractViolation([rule.title, ...violations].join('\n\n'));
  }
  if (outcome.status !== 'not exercised') return;
  if (judgement.failOnUnexercised) throw new ContractViolation(`${rule.title}\n\nNothing showed whether this is so.`);
  skip('not exercised');
}

/** Fails a rule's test; its message is all that a reader needs, so it has no stack. */
class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  override readonly stack = '';
}

import { createRuleContext, evaluate, type Outcome } from './evaluate.ts';
import type { Handover } from './handover.ts';
import { rules } from './rules/index.ts';

/** Judges what a run saw, in this process: the same outcomes as Vitest's, where that is not installed. */
export function judgeHere({ seen, document, ruleIds, judgement }: Handover): Outcome[] {
  const context = createRuleContext(document, seen);
  return rules.filter(({ id }) => ruleIds.includes(id)).map((rule) => evaluate(rule, context, judgement));
}

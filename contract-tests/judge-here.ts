import { createRuleContext, evaluate, type Outcome } from './evaluate.ts';
import type { Handover } from './handover.ts';
import { rulesFor } from './rules-for.ts';

/** Judges what a run saw, in this process: the same outcomes as Vitest's, where that is not installed. */
export function judgeHere({ seen, document, ruleIds, judgement }: Handover): Outcome[] {
  const context = createRuleContext(document, seen);
  return rulesFor(context.contract)
    .applicable.filter(({ id }) => ruleIds.includes(id))
    .map((rule) => evaluate(rule, context, judgement));
}

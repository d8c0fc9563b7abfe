import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { inject } from 'vitest';
import { createRuleContext } from './evaluate.ts';
import type { Handover } from './handover.ts';
import { registerRules } from './register-rules.ts';
import { rulesFor } from './rules-for.ts';

declare module 'vitest' {
  interface ProvidedContext {
    handover: string;
  }
}

const { seen, document, ruleIds, judgement }: Handover = deserialize(readFileSync(inject('handover')));
const context = createRuleContext(document, seen);

registerRules(
  rulesFor(context.contract).applicable.filter(({ id }) => ruleIds.includes(id)),
  judgement,
  () => context,
);

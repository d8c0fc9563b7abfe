import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { inject } from 'vitest';
import { createRuleContext } from './evaluate.ts';
import type { Handover } from './handover.ts';
import { registerRules } from './register-rules.ts';
import { rules } from './rules/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    handover: string;
  }
}

const { seen, document, ruleIds, judgement }: Handover = deserialize(readFileSync(inject('handover')));
const context = createRuleContext(document, seen);

registerRules(
  rules.filter(({ id }) => ruleIds.includes(id)),
  judgement,
  () => context,
);

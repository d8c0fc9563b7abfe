import { inject } from 'vitest';
import { registerRules, stackOutside } from './report/register-rules.ts';
import type { Report } from './report/report.ts';

declare module 'vitest' {
  interface ProvidedContext {
    judged: Pick<Report, 'rules' | 'violations'> & { failOnUnexercised: boolean; annotate: boolean };
  }
}

const { rules, violations, failOnUnexercised, annotate } = inject('judged');

registerRules(rules, {
  failOnUnexercised,
  ...(annotate ? { stack: stackOutside() } : {}),
  judge: (id) => ({
    status: rules.find((rule) => rule.id === id)?.status ?? 'not exercised',
    violations: violations.filter(({ rule }) => rule === id),
  }),
});

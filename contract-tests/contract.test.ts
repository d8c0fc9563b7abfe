import { inject } from 'vitest';
import { registerRules } from './register-rules.ts';
import type { Report } from './report.ts';

declare module 'vitest' {
  interface ProvidedContext {
    judged: Pick<Report, 'rules' | 'violations'> & { failOnUnexercised: boolean };
  }
}

const { rules, violations, failOnUnexercised } = inject('judged');

registerRules(rules, {
  failOnUnexercised,
  judge: (id) => ({
    status: rules.find((rule) => rule.id === id)?.status ?? 'not exercised',
    violations: violations.filter(({ rule }) => rule === id),
  }),
});

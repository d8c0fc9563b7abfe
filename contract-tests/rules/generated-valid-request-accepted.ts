import { defineRule, judge } from './rule.ts';
import { failed, received, succeeded } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'generated-valid-request-accepted',
  title: 'Generated valid requests are accepted',
  clause: 'Each operation accepts the documented parameters and fields; a string may contain any Unicode character.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'requests',
  counterexamples: ['refuses-unusual-text'],
  needs: ['generated'],
  option: 'examples',
  requires: 'a response to a generated valid request',
  check: ({ seen }) =>
    judge(
      seen.generated.filter(({ kind, exchange }) => kind === 'valid' && !failed(exchange)),
      ({ exchange }) =>
        succeeded(exchange)
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} rejects a generated valid request.`,
              expected: 'a 2xx status',
              received: received(exchange),
              exchange,
            },
    ),
});

import { defineRule, judge } from './rule.ts';
import { isChatApi } from './support/chat-api.ts';
import { expectStatus, statusOf } from './support/documented-response.ts';
import { otherMethods } from './support/method.ts';

export const rule = defineRule({
  id: 'wrong-method-refused',
  title: 'Unsupported methods return 405',
  clause: 'A method that a path does not have gets a 405 (RFC 9110, section 15.5.6), also on an unknown session.',
  provenance: 'standard',
  scope: 'any-api',
  otherApis: {
    clause: 'A method that a path does not have gets a 405 (RFC 9110, section 15.5.6), or a 404.',
    provenance: 'assumed',
  },
  family: 'methods',
  counterexamples: ['wrong-method-not-found'],
  needs: ['methods'],
  requires: 'a response to a request with an unsupported method',
  check: (context) =>
    judge(otherMethods(context), ({ exchange }) =>
      statusOf(exchange) === 404 && !isChatApi(context.contract)
        ? undefined
        : expectStatus(exchange, 405, `The unsupported method ${exchange.request.method} does not get a 405.`),
    ),
});

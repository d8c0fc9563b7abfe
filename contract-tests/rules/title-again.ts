import { defineRule, judge } from './rule.ts';
import { failed, received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'title-again',
  title: 'A title can be generated again',
  clause: 'Generating a title a second time is allowed.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['title-only-once'],
  needs: ['conversation'],
  requires: 'two titles generated for one session',
  check: ({ seen }) =>
    judge(
      seen.titles
        .filter(({ session }, index) => seen.titles.findIndex((title) => title.session === session) < index)
        .filter(({ exchange }) => !failed(exchange)),
      ({ exchange }) =>
        statusOf(exchange) < 300
          ? undefined
          : {
              operation: exchange.operation,
              message: 'Generating a second title is rejected.',
              expected: '200',
              received: received(exchange),
              exchange,
            },
    ),
});

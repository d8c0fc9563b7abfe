import { judge, type Rule } from './rule.ts';
import { failed, received, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'title-again',
  title: 'A title may be generated again.',
  provenance: 'assumed',
  clause: 'The title: generating it again is allowed.',
  family: 'sessions',
  counterexamples: ['title-only-once'],
  needs: ['conversation'],
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
              message: 'A second title is refused.',
              expected: '200',
              received: received(exchange),
              exchange,
            },
    ),
};

import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'title-set',
  title: 'Generating a title returns the title',
  clause: 'Generate Session Title returns 200 with `generated_title`.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['title-not-set'],
  needs: ['conversation'],
  requires: 'a generated title',
  check: ({ seen }) =>
    judge(
      seen.titles.filter(({ exchange }) => objectOf(exchange)),
      ({ exchange }) => {
        const title = objectOf(exchange)?.generated_title;
        if (typeof title === 'string' && title !== '') return undefined;
        return {
          operation: exchange.operation,
          message: 'The response to generating a title has no title.',
          expected: 'generated_title: a string',
          received: `generated_title: ${excerpt(title)}`,
          exchange,
        };
      },
    ),
});

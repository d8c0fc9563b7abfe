import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'title-set',
  title: 'Generating a title answers with the title.',
  provenance: 'documented',
  clause: 'Generate Session Title: 200 with `generated_title` set.',
  family: 'sessions',
  counterexamples: ['title-not-set'],
  needs: ['conversation'],
  check: ({ seen }) =>
    judge(
      seen.titles.filter(({ exchange }) => objectOf(exchange)),
      ({ exchange }) => {
        const title = objectOf(exchange)?.generated_title;
        if (typeof title === 'string' && title !== '') return undefined;
        return {
          operation: exchange.operation,
          message: 'Generating a title answers without one.',
          expected: 'generated_title: a text',
          received: `generated_title: ${excerpt(title)}`,
          exchange,
        };
      },
    ),
};

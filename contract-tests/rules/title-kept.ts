import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'title-kept',
  title: 'A title that was generated is read back from the session.',
  provenance: 'documented',
  clause: "SessionSummary: `generated_title` is the session's title.",
  family: 'sessions',
  counterexamples: ['title-not-kept'],
  needs: ['conversation'],
  check: ({ seen }) => {
    const readings = seen.snapshots.flatMap(({ session, moment, full, summary }) => {
      const generated = seen.titles.findLast(
        (title) => title.session === session && title.exchange.number < Math.min(full.number, summary.number),
      );
      const title = objectOf(generated?.exchange)?.generated_title;
      if (moment === 'created' || typeof title !== 'string') return [];
      // The summary may differ from the full session, which is another clause: one of the two is enough here.
      const readable = [full, summary].filter(objectOf);
      const kept = readable.find((exchange) => objectOf(exchange)?.generated_title === title);
      return [kept ?? readable[0] ?? []].flat().map((exchange) => ({ exchange, title }));
    });
    return judge(readings, ({ exchange, title }) =>
      objectOf(exchange)?.generated_title === title
        ? undefined
        : {
            operation: exchange.operation,
            message: 'A title that was generated is not on the session.',
            expected: `generated_title: ${excerpt(title)}`,
            received: `generated_title: ${excerpt(objectOf(exchange)?.generated_title)}`,
            exchange,
          },
    );
  },
};

import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'title-kept',
  title: 'A generated title is stored on the session',
  clause: "`generated_title` is the session's title.",
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['title-not-kept'],
  needs: ['conversation'],
  requires: 'a generated title',
  check: ({ seen }) => {
    const readings = seen.snapshots.flatMap(({ session, moment, full, summary }) => {
      const generated = seen.titles.findLast(
        (title) => title.session === session && title.exchange.number < Math.min(full.number, summary.number),
      );
      const title = objectOf(generated?.exchange)?.generated_title;
      if (moment === 'created' || typeof title !== 'string') return [];
      // One of summary and full session suffices: another rule compares the two.
      const readable = [full, summary].filter(objectOf);
      const kept = readable.find((exchange) => objectOf(exchange)?.generated_title === title);
      return [kept ?? readable[0] ?? []].flat().map((exchange) => ({ exchange, title }));
    });
    return judge(readings, ({ exchange, title }) =>
      objectOf(exchange)?.generated_title === title
        ? undefined
        : {
            operation: exchange.operation,
            message: 'A generated title is not stored on the session.',
            expected: `generated_title: ${excerpt(title)}`,
            received: `generated_title: ${excerpt(objectOf(exchange)?.generated_title)}`,
            exchange,
          },
    );
  },
});

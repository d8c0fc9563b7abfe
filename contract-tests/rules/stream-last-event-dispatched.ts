import { excerpt } from '../../src/shared/excerpt.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'stream-last-event-dispatched',
  title: 'The last event ends with a blank line, without which no reader sees it.',
  provenance: 'standard',
  clause: 'WHATWG HTML, section 9.2.6: an event that is not followed by a blank line is not dispatched.',
  family: 'framing',
  counterexamples: ['stream-last-event-undispatched'],
  needs: ['conversation', 'unbound'],
  check: ({ seen }) =>
    judge(
      seen.turns.filter(({ ended }) => ended === 'closed'),
      ({ exchange, undispatched }) =>
        undispatched === undefined
          ? undefined
          : {
              operation: exchange.operation,
              message: 'The last event of the stream is not followed by a blank line, so no reader sees it.',
              expected: 'a blank line at the end',
              received: excerpt(undispatched),
              exchange,
            },
    ),
};

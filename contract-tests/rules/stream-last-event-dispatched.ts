import { excerpt } from '../../src/shared/excerpt.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'stream-last-event-dispatched',
  title: 'The last event ends with a blank line',
  clause: 'An event without a blank line after it is not dispatched (WHATWG HTML, section 9.2.6).',
  provenance: 'standard',
  scope: 'any-stream',
  family: 'framing',
  counterexamples: ['stream-last-event-undispatched'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream that the server closes',
  check: ({ seen }) =>
    judge(
      seen.turns.filter(({ ended }) => ended === 'closed'),
      ({ exchange, undispatched }) =>
        undispatched === undefined
          ? undefined
          : {
              operation: exchange.operation,
              message: 'The last event has no blank line after it, so clients do not receive it.',
              expected: 'a blank line at the end',
              received: excerpt(undispatched),
              exchange,
            },
    ),
});

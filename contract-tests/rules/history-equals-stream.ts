import { equal } from '../../src/shared/equal.ts';
import { excerpt } from '../../src/shared/excerpt.ts';
import { eventsOf } from '../run/turn.ts';
import { defineRule, judge } from './rule.ts';
import { completeEvents, lastTurn, recordedHistories } from './support/history.ts';
import { typeOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'history-equals-stream',
  title: 'The history has the complete events of each turn in the streamed order',
  clause: 'After a turn, `events` has its complete events in the order of the stream, up to `stop`.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['history-drops-event', 'history-reordered'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn whose events are valid and end with `stop`, and a readable session',
  check: (context) =>
    judge(recordedHistories(context), (history) => {
      const { turn, part } = lastTurn(history);
      const streamed = completeEvents(context, eventsOf(turn));
      const kept = completeEvents(context, part);
      if (equal(streamed, kept)) return undefined;
      const place = streamed.findIndex((event, index) => !equal(event, kept[index]));
      return {
        operation: history.exchange.operation,
        message: 'The history of a turn differs from its stream.',
        expected:
          place === -1
            ? `${streamed.length} complete events`
            : `as event ${place + 1} (${streamed.map((event) => typeOf(event)).join(', ')}): ${excerpt(streamed[place])}`,
        received:
          place === -1
            ? `${kept.length} complete events`
            : `(${kept.map((event) => typeOf(event)).join(', ')}): ${excerpt(kept[place])}`,
        exchange: history.exchange,
      };
    }),
});

import { excerpt } from '../../src/shared/excerpt.ts';
import { eventsOf } from '../run/turn.ts';
import { judge, type Rule } from './rule.ts';
import { equal } from './support/equal.ts';
import { completeEvents, lastTurn, recordedHistories } from './support/history.ts';
import { typeOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'history-equals-stream',
  title: 'The history of a turn holds its complete events as they were streamed, in their order.',
  provenance: 'assumed',
  clause: 'After a turn, `events` hold its complete events in the order in which they were streamed, up to `stop`.',
  family: 'turns',
  counterexamples: ['history-drops-event', 'history-reordered'],
  needs: ['conversation', 'unbound'],
  check: (context) =>
    judge(recordedHistories(context), (history) => {
      const { turn, part } = lastTurn(history);
      const streamed = completeEvents(context, eventsOf(turn));
      const kept = completeEvents(context, part);
      if (equal(streamed, kept)) return undefined;
      const place = streamed.findIndex((event, index) => !equal(event, kept[index]));
      return {
        operation: history.exchange.operation,
        message: 'The history of a turn is not what was streamed.',
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
};

import { excerpt } from '../../src/shared/excerpt.ts';
import { judge, type Rule } from './rule.ts';
import { atMessage, takenTurns } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-data-is-json',
  title: 'The data of each message is JSON.',
  provenance: 'documented',
  clause: "A turn on the wire: each dispatched message's `data` is one JSON Event.",
  family: 'framing',
  counterexamples: ['stream-data-not-json'],
  needs: ['conversation', 'unbound'],
  check: (context) =>
    judge(
      takenTurns(context).flatMap((turn) =>
        turn.messages.map((message) => ({ turn, message, exchange: turn.exchange })),
      ),
      ({ turn, message }) =>
        message.event === undefined
          ? atMessage(turn, message, {
              message: 'A message of the stream does not hold JSON.',
              expected: 'one JSON event',
              received: excerpt(message.text),
            })
          : undefined,
    ),
};

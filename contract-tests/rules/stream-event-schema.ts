import { excerpt } from '../../src/shared/excerpt.ts';
import { judge, type Rule } from './rule.ts';
import { atMessage, takenTurns, typeOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-event-schema',
  title: 'Each event of a stream is one of the eight, with all its fields.',
  provenance: 'documented',
  clause: 'Event: one of eight, told apart by `type`, with the fields of its type.',
  family: 'stream',
  counterexamples: [
    'stream-unknown-type',
    'stream-event-missing-field',
    'stream-event-without-type',
    'stream-usage-negative',
  ],
  needs: ['conversation', 'unbound'],
  check: (context) =>
    judge(
      takenTurns(context).flatMap((turn) =>
        turn.messages
          .filter(({ event }) => event !== undefined)
          .map((message) => ({ turn, message, exchange: turn.exchange })),
      ),
      ({ turn, message }) =>
        message.schema.map(({ at, message: text, keyword, value, provenance }) =>
          atMessage(turn, message, {
            message: `A ${typeOf(message.event) ?? 'message'} of the stream: ${at.join('.') || 'it'} ${text}.`,
            expected: `${keyword} as documented`,
            received: `${at.join('.')}: ${excerpt(value, 120)}`,
            provenance,
          }),
        ),
    ),
};

import { excerpt } from '../../src/shared/excerpt.ts';
import { defineRule, judge } from './rule.ts';
import { atMessage, takenTurns } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-data-is-json',
  title: 'The data of each event is JSON',
  clause: 'The `data` of each event of a turn is one JSON object.',
  provenance: 'documented',
  scope: 'any-stream',
  otherApis: { clause: 'The schema of an event in the document.' },
  family: 'framing',
  counterexamples: ['stream-data-not-json'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  check: (context) =>
    judge(
      takenTurns(context).flatMap((turn) =>
        turn.messages.map((message) => ({ turn, message, exchange: turn.exchange })),
      ),
      ({ turn, message }) =>
        message.event === undefined && !message.sentinel
          ? atMessage(turn, message, {
              message: 'The data of an event is not JSON.',
              expected: 'one JSON event',
              received: excerpt(message.text),
            })
          : undefined,
    ),
});

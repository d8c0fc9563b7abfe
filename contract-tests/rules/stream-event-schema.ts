import { placeOf, withArticle } from '../../src/shared/wording.ts';
import { defineRule, judge } from './rule.ts';
import { describeSchemaViolation } from './support/documented-response.ts';
import { atMessage, takenTurns, typeOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-event-schema',
  title: 'Each event matches the schema of its type',
  clause:
    'An event is one of eight types, named by `type`, with the fields of its type; counts and durations are not negative.',
  provenance: 'documented',
  scope: 'any-stream',
  otherApis: { clause: 'The schema of an event in the document.' },
  family: 'stream',
  counterexamples: [
    'stream-unknown-type',
    'stream-event-missing-field',
    'stream-event-without-type',
    'stream-usage-negative',
  ],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
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
            message: `In ${withArticle(typeOf(message.event) ?? 'event')}, ${placeOf(at)} ${text}.`,
            ...describeSchemaViolation({ at, message: text, value, keyword }),
            provenance,
          }),
        ),
    ),
});

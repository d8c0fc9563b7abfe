import { excerpt } from '../../src/shared/excerpt.ts';
import { isObject } from '../../src/shared/json.ts';
import { defineRule, judge, nothingChecked } from './rule.ts';
import { atMessage, protocolOf, takenTurns, typeOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-input-is-prompt',
  title: 'A prompt in the stream is the prompt of the request, once',
  clause: 'A `user_input` holds the prompt of its turn; whether the stream contains it is open.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'stream',
  counterexamples: ['stream-input-differs'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn whose stream contains the prompt',
  check: (context) => {
    const input = protocolOf(context)?.input;
    if (!input) return nothingChecked;
    const judged = takenTurns(context).flatMap((turn) =>
      turn.messages
        .filter(({ event }) => typeOf(event) === input.type)
        .map((message, index) => ({ turn, message, index, exchange: turn.exchange })),
    );
    return judge(judged, ({ turn, message, index }) => {
      const content = isObject(message.event) ? message.event[input.field] : undefined;
      if (content === turn.prompt && index === 0) return undefined;
      return atMessage(turn, message, {
        message:
          index > 0
            ? `The stream has a second ${input.type}.`
            : `The ${input.type} in the stream differs from the prompt.`,
        expected: excerpt(turn.prompt),
        received: excerpt(content),
      });
    });
  },
});

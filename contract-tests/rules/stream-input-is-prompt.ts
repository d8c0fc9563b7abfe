import { excerpt } from '../../src/shared/excerpt.ts';
import { isObject } from '../../src/shared/json.ts';
import { judge, type Rule } from './rule.ts';
import { atMessage, protocolOf, takenTurns, typeOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-input-is-prompt',
  title: 'Where a stream repeats what the user asked, it repeats it truly, and once.',
  provenance: 'assumed',
  clause: "A turn's `user_input` holds the prompt; whether it is also in the stream is open.",
  family: 'stream',
  counterexamples: ['stream-input-differs'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const input = protocolOf(context)?.input;
    if (!input) return { exercised: {}, findings: [] };
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
          index > 0 ? `The stream has a second ${input.type}.` : `The ${input.type} of the stream is not the prompt.`,
        expected: excerpt(turn.prompt),
        received: excerpt(content),
      });
    });
  },
};

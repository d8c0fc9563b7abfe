import { excerpt } from '../../src/shared/excerpt.ts';
import { inputOf } from '../../src/sse/stream-protocol.ts';
import { defineRule, judge } from './rule.ts';
import { lastTurn, recordedHistories } from './support/history.ts';
import { protocolOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'history-has-input',
  title: 'Each turn in the history starts with the prompt',
  clause: 'After a turn, `events` of the full session has a `user_input` with the prompt.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['history-without-input'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn whose events are valid and end with `stop`, and a readable session',
  check: (context) =>
    judge(recordedHistories(context), (history) => {
      const { turn, part } = lastTurn(history);
      const protocol = protocolOf(context);
      const input = protocol && inputOf(protocol);
      if (!input) return undefined;
      const inputs = part.filter(({ type }) => type === input.type);
      const first = part[0];
      if (inputs.length === 1 && first?.type === input.type && first[input.field] === turn.prompt) return undefined;
      return {
        operation: history.exchange.operation,
        message: `The history of a turn does not start with one ${input.type} with the prompt.`,
        expected: `${input.type} with ${excerpt(turn.prompt)}`,
        received: excerpt(inputs.length === 0 ? part.map(({ type }) => type) : inputs),
        exchange: history.exchange,
      };
    }),
});

import { excerpt } from '../../src/shared/excerpt.ts';
import { judge, type Rule } from './rule.ts';
import { lastTurn, recordedHistories } from './support/history.ts';
import { protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'history-has-input',
  title: 'In the history each turn begins with what the user asked, once.',
  provenance: 'assumed',
  clause: "After a turn, the full session's `events` hold the turn's `user_input` with the prompt.",
  family: 'turns',
  counterexamples: ['history-without-input'],
  needs: ['conversation', 'unbound'],
  check: (context) =>
    judge(recordedHistories(context), (history) => {
      const { turn, part } = lastTurn(history);
      const input = protocolOf(context)?.input;
      if (!input) return undefined;
      const inputs = part.filter(({ type }) => type === input.type);
      const first = part[0];
      if (inputs.length === 1 && first?.type === input.type && first[input.field] === turn.prompt) return undefined;
      return {
        operation: history.exchange.operation,
        message: `The history of a turn does not begin with one ${input.type} that holds the prompt.`,
        expected: `${input.type} with ${excerpt(turn.prompt)}`,
        received: excerpt(inputs.length === 0 ? part.map(({ type }) => type) : inputs),
        exchange: history.exchange,
      };
    }),
};

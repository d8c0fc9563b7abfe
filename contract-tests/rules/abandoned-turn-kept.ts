import { rule as historyEqualsStream } from './history-equals-stream.ts';
import { rule as historyHasInput } from './history-has-input.ts';
import { rule as historyKeepsTurns } from './history-keeps-turns.ts';
import { defineRule, judge } from './rule.ts';
import { judgeDeparture } from './support/departure.ts';

export const rule = defineRule({
  id: 'abandoned-turn-kept',
  title: 'A disconnected client ends its turn, and the streamed events are kept',
  clause:
    'If the client disconnects during a turn, the turn ends. The streamed events are kept, with a `stop` whose `is_error` is true.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['abandoned-turn-vanishes'],
  needs: ['interruption', 'conversation'],
  requires: 'a turn that lasts long enough to be interrupted',
  check: (context) => {
    // If complete turns are not stored as streamed, another rule reports it.
    const isKept = (rule: typeof historyEqualsStream | typeof historyKeepsTurns) => {
      const { violations, exercised } = rule.check(context);
      return violations.length === 0 && Object.keys(exercised).length > 0;
    };
    const faithful = {
      history: isKept(historyEqualsStream) && isKept(historyKeepsTurns),
      input: isKept(historyHasInput),
    };
    const judged = context.seen.departures.flatMap((departure) => {
      const result = judgeDeparture(context, departure, faithful);
      return result === 'not exercised' ? [] : [{ exchange: departure.turn.exchange, result }];
    });
    return judge(judged, ({ result }) => result);
  },
});

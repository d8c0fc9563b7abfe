import { rule as historyEqualsStream } from './history-equals-stream.ts';
import { rule as historyHasInput } from './history-has-input.ts';
import { rule as historyKeepsTurns } from './history-keeps-turns.ts';
import { judge, type Rule } from './rule.ts';
import { judgeDeparture } from './support/departure.ts';

export const rule: Rule = {
  id: 'abandoned-turn-kept',
  title: 'A client that goes away ends its turn: what was streamed is kept, with a `stop` that is an error.',
  provenance: 'assumed',
  clause:
    'A client that goes away mid-stream ends the turn; what was streamed is kept, with a `stop` whose `is_error` is true.',
  family: 'turns',
  counterexamples: ['abandoned-turn-vanishes'],
  needs: ['interruption', 'conversation'],
  check: (context) => {
    // Where whole turns are not kept as they were streamed, that is another clause.
    const isKept = (rule: Rule) => {
      const { findings, exercised } = rule.check(context);
      return findings.length === 0 && Object.keys(exercised).length > 0;
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
};

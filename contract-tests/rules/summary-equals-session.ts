import { objectOf } from '../probes/probe.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { both, defineRule, judge, type RuleContext, type RuleResult } from './rule.ts';
import { differingFields } from './support/equal.ts';
import { fieldsOf, sameSummary } from './support/summary.ts';

export const rule = defineRule({
  id: 'summary-equals-session',
  title: 'The summary equals the session without its events',
  clause: 'The summary equals the full session without `events`.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['summary-differs'],
  needs: ['sessions', 'conversation', 'unbound'],
  requires: 'a session that can be read in both forms',
  check: (context) =>
    both(
      judgeResponses(context),
      judge(
        context.seen.snapshots
          .filter(({ full, summary }) => objectOf(full) && objectOf(summary))
          .map(({ full, summary }) => ({ full, exchange: summary })),
        ({ full, exchange: summary }) => {
          const { one, other } = sameSummary(context, objectOf(full)!, objectOf(summary)!);
          const fields = differingFields(one, other);
          if (fields.length === 0) return undefined;
          return {
            operation: summary.operation,
            message: `The summary differs from the full session in ${fields.join(', ')}.`,
            expected: fieldsOf(one, fields),
            received: fieldsOf(other, fields),
            exchange: summary,
          };
        },
      ),
    ),
});

/** Creating a session and generating its title return the summary that is read next. The title has its own rule. */
function judgeResponses(context: RuleContext<'snapshots' | 'titles' | 'sessions' | 'turns'>): RuleResult {
  const { snapshots, titles, sessions } = context.seen;
  const answers = [
    ...titles.map(({ session, exchange }) => ({ session, exchange })),
    ...sessions.map(({ id, create }) => ({ session: id, exchange: create })),
  ];
  const pairs = answers.flatMap(({ session, exchange }) => {
    const next = snapshots.find((snapshot) => snapshot.session === session && snapshot.full.number > exchange.number);
    const [answer, full, summary] = [objectOf(exchange), objectOf(next?.full), objectOf(next?.summary)];
    return answer && full && summary && next?.turns.length === turnsBefore(context, exchange)
      ? [{ exchange, answer, readings: [full, summary] }]
      : [];
  });
  return judge(pairs, ({ exchange, answer, readings }) => {
    const compared = readings.map((reading) => {
      const { one, other } = sameSummary(context, reading, answer);
      const fields = differingFields(one, other).filter(
        (field) => !['generated_title', 'last_updated_at'].includes(field),
      );
      return { one, other, fields };
    });
    const [first] = compared;
    if (!first || compared.some(({ fields }) => fields.length === 0)) return undefined;
    const { one, other, fields } = first;
    return {
      operation: exchange.operation,
      message: `${exchange.operation} returns a summary that differs from the next one in ${fields.join(', ')}.`,
      expected: fieldsOf(one, fields),
      received: fieldsOf(other, fields),
      exchange,
    };
  });
}

function turnsBefore({ seen }: RuleContext<'turns'>, { session, number }: Exchange): number {
  return seen.turns.filter(
    (turn) => turn.session === session && turn.exchange.number < number && turn.ended === 'closed',
  ).length;
}

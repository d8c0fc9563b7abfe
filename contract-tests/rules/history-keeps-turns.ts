import { excerpt } from '../../src/shared/excerpt.ts';
import { inputOf } from '../../src/sse/stream-protocol.ts';
import { objectOf } from '../probes/probe.ts';
import { isTurn } from '../run/run.ts';
import { both, defineRule, judge, type RuleContext, type RuleResult } from './rule.ts';
import { recordedHistories } from './support/history.ts';
import { protocolOf, typeOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'history-keeps-turns',
  title: 'The history has every turn exactly once',
  clause: '`events` of a session is the complete, ordered history.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['history-forgets-earlier-turn'],
  needs: ['conversation', 'unbound', 'interruption'],
  requires: 'a turn whose events are valid and end with `stop`, and a readable session',
  check: (context) =>
    both(
      judgeRefused(context),
      judge(recordedHistories(context), ({ exchange, turns, parts }) =>
        parts.length === turns.length
          ? undefined
          : {
              operation: exchange.operation,
              message: `After ${turns.length} turns, the history has ${parts.length}.`,
              expected: `${turns.length} turns, each up to its last event`,
              received: `${parts.length} turns`,
              exchange,
            },
      ),
    ),
});

/** A turn rejected while another one streamed leaves no trace in the history, so counting inputs suffices. */
function judgeRefused(context: RuleContext<'departures' | 'overlaps' | 'turns'>): RuleResult {
  const protocol = protocolOf(context);
  const input = protocol && inputOf(protocol);
  const histories = context.seen.departures.flatMap(({ session, turn, history }) => {
    const exchange = history.at(-1);
    const events = objectOf(exchange)?.events;
    const refused = context.seen.overlaps.some((overlap) => overlap.session === session && !isTurn(overlap.second));
    const taken = context.seen.turns.filter(
      (one) => one.session === session && one.exchange.number <= turn.exchange.number,
    ).length;
    return exchange && refused && Array.isArray(events) ? [{ exchange, events, taken }] : [];
  });
  return judge(histories, ({ exchange, events, taken }) => {
    const inputs = events.filter((event) => typeOf(event) === input?.type);
    if (inputs.length <= taken) return undefined;
    return {
      operation: exchange.operation,
      message: 'The history has the prompt of a rejected turn.',
      expected: `${taken} ${input?.type}`,
      received: excerpt(inputs),
      exchange,
    };
  });
}

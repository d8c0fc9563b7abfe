import { isObject } from '../../lib/json.ts';
import { isDelta } from '../../lib/stream-protocol.ts';
import { slowestAnswer } from '../judging/latency.ts';
import { protocolOf, takenTurns } from '../judging/stream.ts';
import { judge, type Rule } from './rule.ts';

/** A turn tells something of liveness where it has so many deltas and lasts so long, in milliseconds. */
const telling = { deltas: 12, duration: 400 };

/** Turns that have to arrive in one burst before a server is said to collect them: one may have come late by chance. */
const leastBursts = 3;

/**
 * Behind a wait of so many milliseconds a burst tells even where the response was opened late, unless other answers took
 * half as long meanwhile.
 */
const longWait = 1_500;

export const rule: Rule = {
  id: 'stream-is-live',
  title: 'Deltas are sent as they are made, not all at once when the turn is over.',
  provenance: 'assumed',
  clause: 'Delta events are increments for live display.',
  family: 'stream',
  counterexamples: ['stream-in-one-burst'],
  needs: ['conversation', 'unbound', 'scopes', 'interruption'],
  check: (context) => {
    const protocol = protocolOf(context);
    const judged = takenTurns(context).filter(({ messages, exchange, ended }) => {
      const deltas = messages.filter(
        ({ event }) => protocol && isObject(event) && isDelta(protocol, String(event.type)),
      );
      return ended === 'closed' && deltas.length >= telling.deltas && exchange.durationMs >= telling.duration;
    });
    const bursts = judged.filter((turn) => {
      const first = turn.messages[0]?.atMs ?? 0;
      const last = turn.messages.at(-1)?.atMs ?? 0;
      const openedEarly = (turn.exchange.response?.firstByteMs ?? 0) < turn.exchange.durationMs / 2;
      const { startedAt, durationMs } = turn.exchange;
      const waited =
        durationMs >= longWait && slowestAnswer(context.seen, startedAt, startedAt + durationMs) < durationMs / 2;
      return last - first < durationMs * 0.02 && (openedEarly || waited);
    });
    const collects = bursts.length >= leastBursts && bursts.length === judged.length;
    return judge(judged, ({ exchange, messages }) =>
      collects
        ? {
            operation: exchange.operation,
            message: 'The whole turn arrives in one burst at its end.',
            expected: `${messages.length} messages, spread over the turn`,
            received: `all of them within ${Math.round((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0))} ms, after ${Math.round(messages[0]?.atMs ?? 0)} ms`,
            exchange,
          }
        : undefined,
    );
  },
};

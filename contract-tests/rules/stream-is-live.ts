import { isObject } from '../../src/shared/json.ts';
import { isDelta } from '../../src/sse/stream-protocol.ts';
import type { Turn } from '../run/turn.ts';
import { judge, type Rule, type RuleContext } from './rule.ts';
import { usualAnswer } from './support/latency.ts';
import { protocolOf, takenTurns } from './support/stream.ts';

/** A turn tells something of liveness where it has so many deltas and lasts so long, in milliseconds. */
const telling = { deltas: 12, duration: 400 };

/** Turns that have to arrive in one burst before a server is said to collect them: one may have come late by chance. */
const leastBursts = 3;

/** The part of a turn in which a burst comes; where the reader was held up, it may take so much. */
const part = { burst: 0.02, disturbed: 0.25 };

/**
 * Behind a wait of so many milliseconds a burst tells even where the response was opened late, unless other answers
 * usually took a quarter of it meanwhile: then the machine or the way to the server was busy.
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
    const bursts = judged.filter((turn) => spread(turn) < part.burst && waited(context, turn));
    const collects =
      bursts.length >= leastBursts &&
      judged.length - bursts.length <= judged.length / 4 &&
      judged.every((turn) => spread(turn) < part.disturbed);
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

/** The part of a turn's time between its first and its last message. */
function spread({ messages, exchange }: Turn): number {
  return ((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0)) / exchange.durationMs;
}

/** True where the response was open long before anything came, or where it surely was held back with it. */
function waited({ seen }: RuleContext, { exchange }: Turn): boolean {
  const { startedAt, durationMs, response } = exchange;
  if ((response?.firstByteMs ?? 0) < durationMs / 2) return true;
  return durationMs >= longWait && usualAnswer(seen, startedAt, startedAt + durationMs) < durationMs / 4;
}

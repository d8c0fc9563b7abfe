import { isDelta, typeReader } from '../../src/sse/stream-protocol.ts';
import type { Turn } from '../run/turn.ts';
import { defineRule, judge, type RuleContext } from './rule.ts';
import { usualResponse } from './support/latency.ts';
import { protocolOf, takenTurns } from './support/stream.ts';

/** Minimum deltas and duration, in milliseconds, of a turn that shows whether it is live. */
const telling = { deltas: 12, duration: 400 };

/** Minimum turns in one burst for a violation: a single one may be late by chance. */
const leastBursts = 3;

/** Maximum part of a turn's time that a burst takes, and the same if the reader was delayed. */
const part = { burst: 0.02, disturbed: 0.25 };

/**
 * After a wait of this many milliseconds, a burst counts even if the response was opened late, unless the usual
 * response time was more than a quarter of it: then the machine or the network was busy.
 */
const longWait = 1_500;

export const rule = defineRule({
  id: 'stream-is-live',
  title: 'Deltas are streamed as they are produced, not all at once at the end',
  clause: 'Deltas are increments for live display.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    clause: 'The deltas in `x-stream-protocol` are increments for live display.',
    requires: 'a stream with at least 12 deltas that takes at least 400 ms',
  },
  family: 'stream',
  counterexamples: ['stream-in-one-burst'],
  needs: ['conversation', 'unbound', 'scopes', 'interruption'],
  requires: 'a turn with at least 12 deltas that takes at least 400 ms',
  check: (context) => {
    const protocol = protocolOf(context);
    const typeOf = typeReader(protocol ?? {});
    const judged = takenTurns(context).filter(({ messages, exchange, ended }) => {
      const deltas = messages.filter(({ name, event }) => protocol && isDelta(protocol, typeOf(name, event) ?? ''));
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
            message: 'All events arrive at once, at the end of the stream.',
            expected: `${messages.length} events, spread over the stream`,
            received: `all of them within ${Math.round((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0))} ms, after ${Math.round(messages[0]?.atMs ?? 0)} ms`,
            exchange,
          }
        : undefined,
    );
  },
});

/** The time between the first and the last message, as a part of the turn's time. */
function spread({ messages, exchange }: Turn): number {
  return ((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0)) / exchange.durationMs;
}

/**
 * True if the response was open long before the first event, or was certainly held back together with it. If other
 * responses were slow at the same time, the machine or the network was busy, and the turn is inconclusive.
 */
function waited({ seen }: RuleContext<'exchanges'>, { exchange }: Turn): boolean {
  const { startedAt, durationMs, response } = exchange;
  if (usualResponse(seen, startedAt, startedAt + durationMs) >= durationMs / 4) return false;
  return (response?.firstByteMs ?? 0) < durationMs / 2 || durationMs >= longWait;
}

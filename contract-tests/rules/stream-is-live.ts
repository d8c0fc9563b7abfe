import { isDelta, typeReader } from '../../src/sse/stream-protocol.ts';
import type { Turn } from '../run/turn.ts';
import { defineRule, judge, type RuleContext } from './rule.ts';
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

/** The part of a turn's time between its first and its last message. */
function spread({ messages, exchange }: Turn): number {
  return ((messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0)) / exchange.durationMs;
}

/**
 * True if the response was open long before anything came, or where it surely was held back with it. If other
 * responses took long meanwhile, too, the machine or the way to the server was busy, and nothing is known.
 */
function waited({ seen }: RuleContext<'exchanges'>, { exchange }: Turn): boolean {
  const { startedAt, durationMs, response } = exchange;
  if (usualAnswer(seen, startedAt, startedAt + durationMs) >= durationMs / 4) return false;
  return (response?.firstByteMs ?? 0) < durationMs / 2 || durationMs >= longWait;
}

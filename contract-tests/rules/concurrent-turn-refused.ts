import { isEnd } from '../../src/sse/stream-protocol.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { isTurn } from '../run/run.ts';
import type { Turn } from '../run/turn.ts';
import { both, defineRule, judge, type RuleContext, type RuleResult } from './rule.ts';
import { received, statusOf, succeeded } from './support/documented-response.ts';
import { slowestResponse } from './support/latency.ts';
import { protocolOf, typeOf } from './support/stream.ts';

/**
 * Evidence that a stream was still being produced, and not only buffered: at least this many chunks, over this many
 * milliseconds, of at most this average size in bytes.
 */
const pacing = { chunks: 3, duration: 50, bytes: 8_192 };

/** How long the first turn must continue after the second response to count as streaming, in milliseconds. */
const margin = 100;

export const rule = defineRule({
  id: 'concurrent-turn-refused',
  title: 'A second turn during a running turn is rejected with 409',
  clause: 'A turn on a session that is still streaming gets a 409.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['concurrent-turn-accepted'],
  needs: ['interruption'],
  requires: 'a turn that streams long enough to overlap with a second one',
  check: (context) => {
    const protocol = protocolOf(context);
    const met = context.seen.overlaps.flatMap(({ running, second }) => {
      const exchange = isTurn(second) ? second.exchange : second;
      // Nothing but the running turn explains a 409, however late it arrives.
      if (statusOf(exchange) === 409) return [exchange];
      if (isRateLimit(context, exchange)) return [];
      const respondedAt = exchange.startedAt + (exchange.response?.firstByteMs ?? 0);
      const last = running.messages.find(({ event }) => protocol && isEnd(protocol, typeOf(event) ?? ''));
      const endedAt = last ? running.exchange.startedAt + last.atMs : Number.POSITIVE_INFINITY;
      // An accepted second turn is a violation only if the first one certainly continued.
      const paced = !succeeded(exchange) || wasPaced(running, respondedAt - running.exchange.startedAt);
      return endedAt > respondedAt + margin && paced && running.ended !== 'reset' ? [exchange] : [];
    });
    const refused = judge(met, (exchange) =>
      statusOf(exchange) === 409 || statusOf(exchange) === 0 || statusOf(exchange) >= 500
        ? undefined
        : {
            operation: exchange.operation,
            message: 'A second turn during a running turn does not get a 409.',
            expected: '409',
            received: received(exchange),
            exchange,
          },
    );
    return both(refused, judgeQueued(context));
  },
});

/** True for a 429 that says when to try again, or of a server that limits other requests, too. */
function isRateLimit({ seen }: RuleContext<'overlaps' | 'exchanges'>, exchange: Exchange): boolean {
  if (statusOf(exchange) !== 429) return false;
  const seconds = seen.overlaps.map(({ second }) => (isTurn(second) ? second.exchange : second));
  const others = seen.exchanges.filter((one) => !seconds.includes(one));
  return exchange.response?.headers['retry-after'] !== undefined || others.some((one) => statusOf(one) === 429);
}

/** A second turn sent this many milliseconds before the end of the first one arrived while that one streamed. */
const leastWait = 200;

/** Second turns that had to wait for the end of the first one and were then accepted. */
function judgeQueued(context: RuleContext<'overlaps' | 'exchanges'>): RuleResult {
  const queued = context.seen.overlaps.flatMap(({ running, second }) => {
    const exchange = isTurn(second) ? second.exchange : second;
    const { startedAt, response } = exchange;
    const endedAt = running.exchange.startedAt + (running.messages.at(-1)?.atMs ?? 0);
    const wait = endedAt - startedAt;
    const others = slowestResponse(context.seen, startedAt, endedAt);
    const usual = Math.max(others, running.exchange.response?.firstByteMs ?? Number.POSITIVE_INFINITY);
    const held = running.ended === 'closed' && wait >= leastWait && startedAt + (response?.firstByteMs ?? 0) >= endedAt;
    const surely = usual < wait / 2 && wasPaced(running, startedAt - running.exchange.startedAt);
    return held && surely && succeeded(exchange) ? [exchange] : [];
  });
  return judge(queued, (exchange) => ({
    operation: exchange.operation,
    message: 'A second turn waits for the running turn instead of getting a 409.',
    expected: '409 immediately',
    received: `${statusOf(exchange)} after ${Math.round(exchange.response?.firstByteMs ?? 0)} ms`,
    exchange,
  }));
}

/** True if events that arrived after `since` were created after it. */
function wasPaced({ chunks }: Turn, since: number): boolean {
  const later = chunks.filter(({ atMs }) => atMs > since);
  const duration = (later.at(-1)?.atMs ?? since) - since;
  const bytes = later.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return later.length >= pacing.chunks && duration >= pacing.duration && bytes / later.length < pacing.bytes;
}

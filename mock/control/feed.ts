import type { TimerClock } from '../../src/shared/clock.ts';
import { encodeText } from '../../src/shared/encoding/bytes.ts';
import { encodeComment, encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import type { Reply, Sink } from '../http/exchange.ts';
import type { FeedListener } from './request-journal.ts';

/** Interval of keep-alive comments, in milliseconds. */
const keepAlive = 15_000;

/** Maximum buffered bytes for a slow reader, enough for the burst of a turn without delays. */
const mostWaiting = 1_000_000;

/** The parts that a feed uses. */
export interface FeedParts {
  clock: TimerClock;
  /** Aborts when the mock closes, because a feed never ends by itself. */
  closing: AbortSignal;
}

/**
 * A live feed as server-sent events, until the client disconnects or the mock closes. A client that does not read
 * misses events: they are not stored.
 */
export function createFeed(listen: (listener: FeedListener) => () => void, { clock, closing }: FeedParts): Reply {
  const listeners: (() => void)[] = [];
  let sink: Sink | undefined;
  let full = false;
  /** Bytes written to a full sink. */
  let waiting = 0;
  let missed = 0;
  let stop = () => {};
  let stopKeepAlive = () => {};
  const send = (text: string) => {
    const bytes = encodeText(text);
    if (waiting + bytes.byteLength > mostWaiting) missed++;
    else full = sink?.write(bytes) === false;
    if (full) waiting += bytes.byteLength;
  };
  const stayAlive = () => {
    send(encodeComment('still here'));
    stopKeepAlive = clock.at(clock.now() + keepAlive, stayAlive);
  };
  const leave = () => {
    stop();
    stopKeepAlive();
    closing.removeEventListener('abort', finish);
    for (const listener of listeners.splice(0)) listener();
  };
  const finish = () => {
    leave();
    sink?.end();
  };
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
    playback: {
      begin(target) {
        sink = target;
        if (closing.aborted) return finish();
        closing.addEventListener('abort', finish);
        stop = listen((event, data) => send(encodeMessage({ event, data: JSON.stringify(data) })));
        send(encodeComment('listening'));
        stopKeepAlive = clock.at(clock.now() + keepAlive, stayAlive);
      },
      drain() {
        if (!full) return;
        full = false;
        waiting = 0;
        if (missed > 0) send(encodeMessage({ event: 'missed', data: JSON.stringify({ count: missed }) }));
        missed = 0;
      },
      leave,
      onEnd: (listener) => void listeners.push(listener),
    },
  };
}

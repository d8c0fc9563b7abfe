import type { StreamDescriptor } from '../../openapi/operation-descriptor.ts';
import { parseJson } from '../../shared/json.ts';
import { createEventStreamDecoder, type DecodedMessage } from '../../sse/event-stream-decoder.ts';
import { reasonOf } from './bounded-fetch.ts';
import { ConnectionError, StreamEndedError, StreamProtocolError, TimeoutError } from './errors.ts';
import type { OpenResponse } from './send-request.ts';

/** Judges the messages of one stream: returns what is wrong with a message, if anything. */
export type ProtocolCheck = (name: string, event: unknown) => string | undefined;

/** How long a server may keep a response open after its last event, in milliseconds. */
const closingTime = 5000;

/**
 * The events of a response, each as soon as its bytes arrive. Leaving the loop ends the request.
 *
 * After the last event it reads until the response ends, because the turn is over only then; later events are dropped,
 * and a response that stays open is closed.
 */
export async function* readEvents(
  { end, data: kind }: StreamDescriptor,
  { operation, response, mask }: OpenResponse,
  signal: AbortSignal | undefined,
  check: ProtocolCheck | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const messages: DecodedMessage[] = [];
  const decoder = createEventStreamDecoder({ onMessage: (message) => messages.push(message) });
  const reader = response.body?.getReader();
  let closing: ReturnType<typeof setTimeout> | undefined;
  try {
    const type = response.headers.get('content-type');
    if (!/^text\/event-stream *(;|$)/i.test(`${type}`)) {
      throw new StreamProtocolError(operation, `the response is ${type}, not text/event-stream`);
    }
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      decoder.push(value);
      for (const { event: name, data } of messages.splice(0)) {
        const event = kind ? data : parseJson(data);
        if (event === undefined) {
          throw new StreamProtocolError(operation, `the data of an event is not JSON: ${mask(data).slice(0, 200)}`);
        }
        const violation = check?.(name, event);
        if (violation) throw new StreamProtocolError(operation, mask(violation));
        // The next read rejects with the reason.
        if (signal?.aborted) break;
        if (closing) continue;
        if (end && (event as { type?: unknown } | null)?.type === end)
          closing = setTimeout(() => reader.cancel(), closingTime);
        yield event;
      }
    }
  } catch (error) {
    if (!(error instanceof ConnectionError)) {
      if (closing && error instanceof TimeoutError) return;
      throw error;
    }
    const { cause } = error;
    if (!closing) throw new StreamEndedError(operation, `the stream was cut (${reasonOf(cause)})`, { cause });
  } finally {
    clearTimeout(closing);
    reader?.cancel().catch(() => {});
  }
  if (end && !closing) throw new StreamEndedError(operation, `the stream ended without its last event, ${end}`);
}

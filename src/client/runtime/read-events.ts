import type { StreamDescriptor } from '../../openapi/operation-descriptor.ts';
import { parseJson } from '../../shared/json.ts';
import { createEventStreamDecoder, type DecodedMessage } from '../../sse/event-stream-decoder.ts';
import { reasonOf } from './bounded-fetch.ts';
import { ConnectionError, StreamEndedError, StreamFailedError, StreamProtocolError, TimeoutError } from './errors.ts';
import type { ReadMessage } from './read-message.ts';
import type { OpenResponse } from './send-request.ts';

/** Checks the messages of one stream: returns what is wrong with a message, if anything. */
export type ProtocolCheck = (name: string, event: unknown) => string | undefined;

/** Maximum time that a response may stay open after its last event, in milliseconds. */
const closingTime = 5000;

/**
 * Yields each event of a response as soon as it arrives, with its name if that is its type. Leaving the loop ends the
 * request.
 *
 * After the last event it reads until the response ends, because the turn is over only then; later events are dropped,
 * and a response that stays open is closed. An event that says that the stream failed is yielded before the error is
 * thrown: at once if the stream ends with it, otherwise after the last event.
 */
export async function* readEvents(
  stream: StreamDescriptor,
  { operation, response, mask }: OpenResponse,
  readMessage: ReadMessage,
  signal: AbortSignal | undefined,
  check: ProtocolCheck | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const messages: DecodedMessage[] = [];
  const decoder = createEventStreamDecoder({ onMessage: (message) => messages.push(message) });
  const reader = response.body?.getReader();
  let closing: ReturnType<typeof setTimeout> | undefined;
  let failure: unknown;
  try {
    const type = response.headers.get('content-type');
    if (!/^text\/event-stream *(;|$)/i.test(`${type}`)) {
      throw new StreamProtocolError(operation, `the response is ${type}, not text/event-stream`);
    }
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      decoder.push(value);
      for (const message of messages.splice(0)) {
        // The stream is over, whatever follows, such as [DONE].
        if (closing && !check) continue;
        const { event, isEnd, isFailure } = readMessage(stream, message);
        if (event === undefined && !isEnd) {
          throw new StreamProtocolError(operation, `an event is not JSON: ${mask(message.data)}`);
        }
        const violation = check?.(message.event, event);
        if (violation) throw new StreamProtocolError(operation, mask(violation));
        // The next read rejects with the reason.
        if (signal?.aborted) break;
        if (closing) continue;
        if (isEnd) closing = setTimeout(() => reader.cancel(), closingTime);
        const named = stream.type === 'event' ? { event: message.event, data: event } : event;
        if (event !== undefined) yield named;
        if (!isFailure) continue;
        failure ??= named;
        if (stream.failure?.ends !== false) throw new StreamFailedError(operation, failure);
      }
    }
  } catch (error) {
    const isCut = error instanceof ConnectionError;
    if (!closing || !(isCut || error instanceof TimeoutError)) {
      throw isCut ? new StreamEndedError(operation, `the stream was cut (${reasonOf(error.cause)})`, error) : error;
    }
  } finally {
    clearTimeout(closing);
    reader?.cancel().catch(() => {});
  }
  const last = stream.sentinel ?? stream.end;
  if (last && !closing) throw new StreamEndedError(operation, `the stream ended without its last event, ${show(last)}`);
  if (failure !== undefined) throw new StreamFailedError(operation, failure);
}

function show(last: unknown): string {
  return typeof last === 'string' ? last : JSON.stringify(last);
}

/** Reads a JSON event whose type is in its field `type`; one type ends the stream. */
export function readEvent({ end }: StreamDescriptor, { data }: DecodedMessage): ReturnType<ReadMessage> {
  const event = parseJson(data);
  return { event, isEnd: !!end && (event as { type?: unknown } | null | undefined)?.type === end };
}

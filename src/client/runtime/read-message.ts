import type { StreamDescriptor } from '../../openapi/operation-descriptor.ts';
import { parseJson } from '../../shared/json.ts';
import type { DecodedMessage } from '../../sse/event-stream-decoder.ts';
import type { Events } from '../../sse/protocol/protocol.ts';
import { compileSelector, matchesAny, valuesAt } from '../../sse/protocol/selector.ts';

/** One message of a stream, as read by a client. */
export interface ReadEvent {
  /** Absent if the message has none. */
  event?: unknown;
  /** True if the stream ends with it. */
  isEnd: boolean;
  /** True if it reports that the stream failed. */
  isFailure?: boolean;
}

/** Reads one message. */
export type ReadMessage = (stream: StreamDescriptor, message: DecodedMessage) => ReadEvent;

/**
 * Reads a message of any stream: its type may be in a field or the `event:` name, several events or a text may end it.
 */
export function readMessage(
  { end, sentinel, failure, type: place = '/type', data: kind }: StreamDescriptor,
  { event: name, data }: DecodedMessage,
): ReadEvent {
  if (sentinel !== undefined && data === sentinel) return { isEnd: true };
  const event = kind ? data : parseJson(data);
  const type = place === 'event' ? name : place === 'none' ? '' : String(valuesAt(event, place)[0] ?? '');
  const matches = (events: Events | undefined) =>
    events !== undefined && matchesAny(compileSelector(events, type), event);
  return { event, isEnd: matches(end), isFailure: matches(failure?.events) };
}

import type { StreamDescriptor } from '../../openapi/operation-descriptor.ts';
import { parseJson } from '../../shared/json.ts';
import type { DecodedMessage } from '../../sse/event-stream-decoder.ts';
import { StreamFailedError } from './errors.ts';

/** Reads one message: the event, absent if the message has none, and whether the stream ends with it. */
export type ReadMessage = (
  stream: StreamDescriptor,
  message: DecodedMessage,
  operation: string,
) => { event?: unknown; isEnd: boolean };

/**
 * Reads a message of any stream: its type may be in a field or the `event:` name, several types or a text may end it.
 *
 * @throws {StreamFailedError} if the event says that the stream failed
 */
export function readMessage(
  { end = [], sentinel, failure = [], type: place = '/type', data: kind }: StreamDescriptor,
  { event: name, data }: DecodedMessage,
  operation: string,
): { event?: unknown; isEnd: boolean } {
  if (sentinel !== undefined && data === sentinel) return { isEnd: true };
  const event = kind ? data : parseJson(data);
  const type = place === 'event' ? name : valueAt(event, place);
  if (isOneOf(type, failure)) throw new StreamFailedError(operation, event);
  return { event, isEnd: isOneOf(type, [end].flat()) };
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((at: unknown, step) => Object(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], value);
}

/** `response.*` stands for every type that begins so. */
function isOneOf(type: unknown, types: readonly string[]): boolean {
  return types.some((one) => one === type || (one.endsWith('*') && String(type).startsWith(one.slice(0, -1))));
}

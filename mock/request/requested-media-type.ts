import type { Operation } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';
import { satisfies } from '../../src/sse/stream-protocol.ts';

/**
 * The media type in which an operation that documents a stream and something else answers: what `Accept` names first,
 * unless the protocol says what in the body asks for the stream; else the stream where the body asks for it by `stream: true`, as services with both forms have it.
 *
 * @returns `undefined` where there is nothing to choose, or nothing is asked
 */
export function requestedMediaType(
  { stream, responses }: Operation,
  accept: string | undefined,
  body: unknown,
): string | undefined {
  const offered = Object.keys(responses[stream?.status ?? '']?.content ?? {});
  if (!stream || offered.length < 2) return undefined;
  const { selectedBy } = stream.protocol ?? {};
  if (selectedBy)
    return satisfies(body, selectedBy) ? stream.mediaType : offered.find((one) => one !== stream.mediaType);
  const named = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const first = named.map((name) => offered.find((one) => one.toLowerCase() === name)).find(Boolean);
  if (first) return first;
  const asksForStream = isObject(body) && body.stream === true;
  return asksForStream ? stream.mediaType : offered.find((one) => one !== stream.mediaType);
}

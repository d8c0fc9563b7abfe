import type { Operation } from '../../src/openapi/contract.ts';
import { mediaTypeOf } from '../../src/openapi/media-type.ts';
import { isObject } from '../../src/shared/json.ts';
import { satisfies } from '../../src/sse/stream-protocol.ts';

/**
 * The response media type of an operation that documents both a stream and another type. The order of precedence: the
 * protocol's own condition on the body, the first type in `Accept`, then `stream: true` in the body.
 *
 * @returns `undefined` if there is no choice, or the request states no preference
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
  const named = (accept ?? '').split(',').map(mediaTypeOf);
  const first = named.map((name) => offered.find((one) => mediaTypeOf(one) === name)).find(Boolean);
  if (first) return first;
  const asksForStream = isObject(body) && body.stream === true;
  return asksForStream ? stream.mediaType : offered.find((one) => one !== stream.mediaType);
}

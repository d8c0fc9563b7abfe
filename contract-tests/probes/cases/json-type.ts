import type { RequestBody } from '../../../src/openapi/contract.ts';

/** True if a media type is JSON: `application/json`, `application/problem+json`. */
export function isJsonType(mediaType: string): boolean {
  return /^[^/]+\/([\w.-]+\+)?json$/i.test(mediaType.split(';')[0]?.trim() ?? '');
}

/** The JSON media type of a body and its schema; `undefined` if the body is not JSON. */
export function jsonContentOf(body: RequestBody | undefined) {
  const type = Object.keys(body?.content ?? {}).find(isJsonType);
  return type === undefined ? undefined : body?.content[type];
}

import { resolvePointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { isObject } from '../shared/json.ts';

/**
 * A bundled OpenAPI 3.1 document as 3.2, in the form that documentation tools show: the `itemSchema` of an event stream
 * is the event itself, where the specification has it in the envelope of a message. For 3.1 these tools show only a
 * string.
 */
export function toPayloadForm(given: OpenApiDocument): OpenApiDocument {
  const document: OpenApiDocument = { ...structuredClone(given), openapi: '3.2.0' };
  for (const { responses, stream } of readContract(given).operations) {
    const schema = stream && responses[stream.status]?.content[stream.mediaType]?.schema;
    if (!schema) continue;
    const mediaType = resolvePointer(document, schema.slice(0, -'/schema'.length));
    const contents = resolvePointer(given, `${schema}/contentSchema`);
    if (!isObject(mediaType) || !isObject(contents)) continue;
    delete mediaType.schema;
    mediaType.itemSchema = contents.items;
  }
  return document;
}

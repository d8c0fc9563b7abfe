import { escapeDataReferences } from '../openapi/data-references.ts';
import { resolvePointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { isObject } from '../shared/json.ts';
import { describeStream } from './describe-protocol.ts';
import { linkMedia } from './link-media.ts';
import { toPayloadForm } from './payload-form.ts';
import { showProvenance } from './show-provenance.ts';

/**
 * A bundled OpenAPI 3.1 document, prepared for the page: streams as events, with a table of events and rules in the
 * description of their operation, provenance in words, and links for images.
 */
export function prepareDocument(given: OpenApiDocument): OpenApiDocument {
  const document = escapeDataReferences(toPayloadForm(given));
  for (const { pointer, stream } of readContract(given).operations) {
    if (!stream) continue;
    const operation = resolvePointer(document, pointer);
    if (!isObject(operation)) continue;
    operation.description = [operation.description, describeStream(given, stream)].filter(Boolean).join('\n\n');
  }
  showProvenance(document);
  linkMedia(document);
  return document;
}

import document from '../../generated/openapi.json' with { type: 'json' };
import type { OpenApiDocument } from './openapi-document.ts';

/**
 * The document of the Chat API, the same object each time. The builds for Node use `open/chat-api-file.ts` instead.
 *
 * @example
 * const { operations } = readContract(chatApiDocument());
 */
export function chatApiDocument(): OpenApiDocument {
  return document as OpenApiDocument;
}

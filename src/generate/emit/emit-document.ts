/**
 * `chat-api-document.ts`: a function that returns the bundled document. The builds for Node replace it by one that reads
 * the file.
 *
 * @param head the beginning of the file
 */
export function emitDocument(head: string): string {
  return `${head}import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import document from './openapi.json' with { type: 'json' };

/** The document of the Chat API, the same object each time. */
export const chatApiDocument = (): OpenApiDocument => document as OpenApiDocument;
`;
}

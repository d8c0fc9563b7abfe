// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import document from './openapi.json' with { type: 'json' };

/** The document of the Chat API, the same object each time. */
export const chatApiDocument = (): OpenApiDocument => document as OpenApiDocument;

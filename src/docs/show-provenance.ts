import { collectNodes } from '../openapi/document-nodes.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';

/**
 * Adds `x-provenance` to the descriptions of a document, in place: one word for responses, headers and security
 * schemes, and a word for each keyword of a schema.
 */
export function showProvenance(document: OpenApiDocument): void {
  const nodes = collectNodes(document);
  // Redoc shows the description of a parameter, not that of its schema.
  for (const { value } of [...nodes.parameter, ...nodes.header]) {
    if (!isObject(value.schema) || typeof value.schema.$ref === 'string') continue;
    tell(value, value.schema['x-provenance']);
  }
  for (const { value } of [...nodes.response, ...nodes.header, ...nodes.securityScheme, ...nodes.schema]) {
    tell(value, value['x-provenance']);
    delete value['x-provenance'];
  }
}

function tell(owner: Record<string, unknown>, provenance: unknown): void {
  const words = wordsOf(provenance);
  if (words === undefined) return;
  owner.description = [owner.description, `_Provenance: ${words}._`].filter(Boolean).join(' ');
}

function wordsOf(stated: unknown): string | undefined {
  if (typeof stated === 'string') return stated;
  if (!isObject(stated)) return undefined;
  const keywords = new Map<string, string[]>();
  for (const [keyword, word] of Object.entries(stated)) {
    keywords.set(String(word), [...(keywords.get(String(word)) ?? []), keyword]);
  }
  return [...keywords].map(([word, list]) => `${list.map((one) => `\`${one}\``).join(', ')} ${word}`).join('; ');
}

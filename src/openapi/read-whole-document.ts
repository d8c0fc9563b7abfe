import { isObject, parseJson } from '../shared/json.ts';
import { resolvePointer } from './json-pointer.ts';
import type { OpenApiDocument } from './openapi-document.ts';

/**
 * The document in a text that is JSON and whose references all lead to something within it: there is nothing to bundle,
 * which costs a large document most of the time that a command takes.
 *
 * @returns `undefined` for any other text
 */
export function readWholeDocument(text: string): OpenApiDocument | undefined {
  const document = parseJson(text);
  if (!isObject(document)) return undefined;
  return leadsWithin(document, document, new Set()) ? document : undefined;
}

function leadsWithin(document: OpenApiDocument, value: unknown, known: Set<string>): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const { $ref: reference, discriminator } = value as Record<string, unknown>;
  if (isObject(discriminator) && isObject(discriminator.mapping) && namesFile(discriminator.mapping)) return false;
  if (typeof reference === 'string' && !known.has(reference)) {
    if (!leadsSomewhere(document, reference)) return false;
    known.add(reference);
  }
  return Object.values(value).every((one) => leadsWithin(document, one, known));
}

function leadsSomewhere(document: OpenApiDocument, reference: string): boolean {
  try {
    return reference.startsWith('#/') && resolvePointer(document, reference) !== undefined;
  } catch {
    // A malformed percent escape.
    return false;
  }
}

/** A discriminator's mapping may lead into files, too. */
function namesFile(mapping: Record<string, unknown>): boolean {
  return Object.values(mapping).some((target) => /\.(?:json|ya?ml)(?:#|$)/.test(String(target)));
}

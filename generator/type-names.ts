import type { OpenApiDocument } from '../lib/contract.ts';
import { isObject } from '../lib/json.ts';

/** What openapi-typescript exports itself. */
const taken = new Set(['paths', 'webhooks', 'components', 'operations', '$defs']);

/** The schemas that have a type of their own name in `types.ts`: all whose names can name a type. */
export function typeNames(document: OpenApiDocument): string[] {
  const schemas = isObject(document.components) ? document.components.schemas : undefined;
  if (!isObject(schemas)) return [];
  return Object.keys(schemas).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !taken.has(name));
}

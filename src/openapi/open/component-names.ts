import { basename } from 'node:path';
import { isObject } from '../../shared/json.ts';
import type { NodeKind } from '../document-nodes.ts';
import { fromPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import type { SourcePlace } from './references.ts';

/** The section of `components` for each kind that has one. Other kinds are inlined. */
export const sections: Partial<Record<NodeKind, string>> = {
  schema: 'schemas',
  response: 'responses',
  parameter: 'parameters',
  example: 'examples',
  requestBody: 'requestBodies',
  header: 'headers',
  securityScheme: 'securitySchemes',
  link: 'links',
  callback: 'callbacks',
};

/** The entries of a section of `components`, which is created if it is missing. */
export function sectionOf(document: OpenApiDocument, name: string): Record<string, unknown> {
  if (!isObject(document.components)) document.components = {};
  const components = document.components as Record<string, unknown>;
  if (!isObject(components[name])) components[name] = {};
  return components[name] as Record<string, unknown>;
}

/** An unused component name for a place: the last steps of its pointer, or its file name. */
export function nameFor({ file, pointer }: SourcePlace, taken: Record<string, unknown>): string {
  const steps = fromPointer(pointer);
  const stem = basename(file.path).replace(/\.[^.]*$/, '');
  const names = steps.map((_, index) => steps.slice(steps.length - 1 - index).join('-'));
  const candidates = [...names, [stem, names.at(-1)].filter(Boolean).join('_')].map(toName);
  const free = candidates.find((name) => name !== '' && !Object.hasOwn(taken, name));
  if (free !== undefined) return free;
  const last = candidates.at(-1) || 'Component';
  for (let count = 2; ; count += 1) if (!Object.hasOwn(taken, `${last}-${count}`)) return `${last}-${count}`;
}

/** Component names consist of letters, digits, `.`, `-` and `_` (OAS 3.1, section 4.8.7). */
function toName(text: string): string {
  return text.replaceAll(/[^\w.-]+/g, '_');
}

import { isDeepStrictEqual } from 'node:util';
import { collectNodes } from '../openapi/document-nodes.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { schemasOf } from '../openapi/openapi-document.ts';
import { requireFor } from '../openapi/validate/read-write-only.ts';
import { isObject } from '../shared/json.ts';
import { freeName } from './emit/names.ts';

/**
 * A document in which schemas require only what their direction requires: a `readOnly` property is not required in
 * requests, a `writeOnly` one not in responses. A component that differs for requests has a second version,
 * `PetRequest` next to `Pet`. Returns the given document if nothing differs.
 */
export function splitDirections(document: OpenApiDocument): OpenApiDocument {
  const asked = requireFor('request', document) as OpenApiDocument;
  const answered = requireFor('response', document) as OpenApiDocument;
  if (asked === document && answered === document) return document;
  const split = structuredClone(answered);
  const [schemas, own] = [schemasOf(split), schemasOf(asked)];
  const different = findDifferent(own, schemasOf(answered));
  const taken = new Set(Object.keys(schemas));
  const copies = new Map<string, string>();
  const copyOf = (name: string): string => {
    const known = copies.get(name);
    if (known !== undefined) return known;
    const copy = freeName(`${name}Request`, taken);
    copies.set(name, copy);
    schemas[copy] = rewrite(own[name]);
    return copy;
  };
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value === 'string') return different.has(nameIn(value)) ? prefix + copyOf(nameIn(value)) : value;
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rewrite(one)]));
  };
  const requests = new Map(collectNodes(asked).requestBody.map(({ pointer, value }) => [pointer, value]));
  for (const { pointer, value } of collectNodes(split).requestBody) {
    const content = requests.get(pointer)?.content;
    if (content !== undefined) value.content = rewrite(content);
  }
  return split;
}

const prefix = '#/components/schemas/';

/** The component that a reference names; empty for any other text. */
function nameIn(text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}

/** The components that differ, and those that refer to them. */
function findDifferent(one: Record<string, unknown>, other: Record<string, unknown>): Set<string> {
  const names = Object.keys(one);
  const found = new Set(names.filter((name) => !isDeepStrictEqual(one[name], other[name])));
  const users = new Map<string, string[]>();
  for (const name of names) {
    const text = JSON.stringify(one[name]) ?? '';
    for (const [, target = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      users.set(target, [...(users.get(target) ?? []), name]);
    }
  }
  // The loop also visits entries that are added during it.
  for (const name of found) for (const user of users.get(name) ?? []) found.add(user);
  return found;
}

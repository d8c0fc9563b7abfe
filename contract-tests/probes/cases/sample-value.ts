import * as fc from 'fast-check';
import { schemaAt } from '../../../src/openapi/contract.ts';
import type { OpenApiDocument } from '../../../src/openapi/openapi-document.ts';
import { isObject } from '../../../src/shared/json.ts';

/** Schemas that are visited for one sample: a document whose schemas branch without end gets an incomplete one. */
const mostVisits = 2_000;

const formats: Record<string, string> = {
  uuid: '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10',
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  'uri-reference': '/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

/**
 * A small value that fits the schema at `pointer` as far as this can tell; the caller validates it. What the schema gives
 * as an example or default is taken before anything is made up. A schema that contains itself ends where it begins again.
 */
export function sampleValue(document: OpenApiDocument, pointer: string): unknown {
  let visits = 0;
  const visit = (at: string, trail: readonly string[]): unknown => {
    const { schema, pointer: here } = schemaAt(document, at);
    visits += 1;
    if (!isObject(schema) || trail.includes(here) || visits > mostVisits) return undefined;
    const [known] = statedValues(schema);
    if (known !== undefined) return known;
    const below = [...trail, here];
    for (const union of ['oneOf', 'anyOf']) {
      const variants = Array.isArray(schema[union]) ? schema[union] : [];
      const samples = variants.map((_, index) => visit(`${here}/${union}/${index}`, below));
      const first = samples.find((sample) => sample !== undefined && sample !== null);
      if (first !== undefined) return isObject(first) ? { ...objectOf(schema, here, below), ...first } : first;
    }
    const parts = (Array.isArray(schema.allOf) ? schema.allOf : []).flatMap((part, index) =>
      isConstraint(part) ? [visit(`${here}/allOf/${index}`, below)] : [],
    );
    if (parts.length > 0 && parts.every(isObject)) return Object.assign(objectOf(schema, here, below), ...parts);
    return parts.find((part) => part !== undefined) ?? ofType(schema, here, below);
  };
  const ofType = (schema: Record<string, unknown>, here: string, below: readonly string[]): unknown => {
    const types = [schema.type].flat().filter((type) => type !== 'null');
    switch (types[0] ?? (schema.properties || schema.required ? 'object' : 'string')) {
      case 'string':
        return textOf(schema);
      case 'boolean':
        return true;
      case 'integer':
      case 'number':
        return numberOf(schema);
      case 'array': {
        const count = typeof schema.minItems === 'number' ? Math.min(schema.minItems, 20) : 0;
        const item = count > 0 ? visit(`${here}/items`, below) : undefined;
        return Array.from({ length: count }, (_, index) => (schema.uniqueItems === true ? vary(item, index) : item));
      }
      default:
        return objectOf(schema, here, below);
    }
  };
  const objectOf = (schema: Record<string, unknown>, here: string, below: readonly string[]) => {
    const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
    const properties = isObject(schema.properties) ? schema.properties : {};
    const names = required.filter((name) => Object.hasOwn(properties, name));
    return Object.fromEntries(
      names.map((name) => [name, visit(`${here}/properties/${escapeStep(name)}`, below)] as const),
    );
  };
  return visit(pointer, []);
}

/** The values that a schema itself names: the first ones are the likeliest to be known to a server. */
export function statedValues(schema: Record<string, unknown>): unknown[] {
  const { examples, example, default: otherwise, enum: values } = schema;
  return [
    ...('const' in schema ? [schema.const] : []),
    ...(Array.isArray(examples) ? examples : []),
    ...(example === undefined ? [] : [example]),
    ...(otherwise === undefined || otherwise === null ? [] : [otherwise]),
    ...(Array.isArray(values) ? values : []),
  ];
}

/** False for a part of an `allOf` that only describes. */
function isConstraint(part: unknown): boolean {
  const notes = ['description', 'title', 'summary', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly'];
  return isObject(part) && Object.keys(part).some((name) => !notes.includes(name) && !name.startsWith('x-'));
}

/** Another value of the same kind, where the items of a list have to differ. */
function vary(item: unknown, index: number): unknown {
  if (typeof item === 'string' && index > 0) return `${item}-${index + 1}`;
  return typeof item === 'number' ? item + index : item;
}

/** A text that matches a pattern; `undefined` where none can be made of it. */
function matchingText(pattern: string, least: number, most: number): string | undefined {
  try {
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 20 });
    const fitting = texts.filter((text) => [...text].length >= least && [...text].length <= most);
    return fitting.find((text) => /^[\x21-\x7e]+$/.test(text)) ?? fitting[0];
  } catch {
    return undefined;
  }
}

function textOf({ format, minLength, maxLength, pattern }: Record<string, unknown>): string {
  if (typeof pattern === 'string') {
    const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
    const text = matchingText(pattern, typeof minLength === 'number' ? minLength : 0, most);
    if (text !== undefined) return text;
  }
  const text = formats[String(format)] ?? 'text';
  const least = typeof minLength === 'number' ? Math.min(minLength, 10_000) : 0;
  return text.padEnd(least, 'a').slice(0, typeof maxLength === 'number' ? maxLength : undefined);
}

function numberOf(schema: Record<string, unknown>): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number') return minimum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  if (typeof multipleOf === 'number') return multipleOf;
  if (typeof maximum === 'number') return Math.min(maximum, 1);
  return typeof exclusiveMaximum === 'number' ? Math.min(exclusiveMaximum - 1, 1) : 1;
}

function escapeStep(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

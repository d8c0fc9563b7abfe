import { isObject } from '../../shared/json.ts';
import { schemaAt } from '../contract.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { isPlausible } from '../validate/find-mismatch.ts';
import { isOfType } from '../validate/fits-scalar.ts';
import type { Direction } from '../validate/read-write-only.ts';
import { collectFacets, type Facets } from './sample-facets.ts';
import { sampleNumber, sampleText } from './sample-scalar.ts';

/** Options of a sample. */
export interface SampleOptions {
  /** True to include optional properties, and an item in each list. */
  full?: boolean;
  /** Omits read-only properties of requests, or write-only ones of responses. */
  direction?: Direction;
  /** False to ignore examples and defaults of the schemas. */
  stated?: boolean;
  /** The variant of unions to try first. */
  variant?: number;
}

/** Budgets for one sample, tried in order until one suffices. */
const limits: readonly Limits[] = [
  { visits: 300, depth: 8, repeats: 2 },
  ...[8, 3, 1].map((depth) => ({ visits: 500, depth, repeats: 1 })),
  { visits: 10_000, depth: 0, repeats: 1 },
];

interface Limits {
  /** Number of schemas to read. */
  visits: number;
  /** Levels with optional parts. */
  depth: number;
  /** Maximum recursion of one schema. */
  repeats: number;
}

class TooManyVisits extends Error {}

/** Variants of one union that are tried, and of all unions of a sample. */
const nextVariants = 4;
const mostRetries = 30;

/** Thrown if a schema requires a sample that is too large. */
export class SampleTooLarge extends Error {}

const mostItems = 1_000;

/**
 * A small value that should fit the schema at `pointer`; the caller validates it. Examples and defaults of the schemas
 * come first. The result is deterministic, and endless recursion is bounded by leaving out optional parts.
 *
 * @throws {SampleTooLarge} if the schema asks for thousands of items
 */
export function sampleValue(document: OpenApiDocument, pointer: string, options: SampleOptions = {}): unknown {
  const targets = new Map<string, Target>();
  const targetAt = (at: string): Target => {
    const target = targets.get(at) ?? schemaAt(document, at);
    targets.set(at, target);
    return target;
  };
  const known = new Map<string, Facets>();
  const facetsOf: FacetsOf = (pointers, isAbove, variant) => {
    const key = pointers.join('\n');
    const facets = known.get(key) ?? collectFacets(document, pointers, isAbove, variant);
    if (!facets.chosen) known.set(key, facets);
    return facets;
  };
  for (const limit of options.full ? limits : limits.slice(-1)) {
    try {
      return createSampler(document, options, limit, { targetAt, facetsOf })([pointer], new Map(), 0, 0);
    } catch (error) {
      if (!(error instanceof TooManyVisits)) throw error;
    }
  }
  return undefined;
}

/**
 * Strategies for a value, the most promising first: a stated example may be invalid, and the first variant of a union
 * may not fit.
 */
const smallWays: readonly SampleOptions[] = [
  {},
  { variant: 1 },
  { stated: false },
  { stated: false, variant: 1 },
  // Optional fields may be the only difference between variants of a union.
  { full: true, direction: 'request' },
];

/** Small values for the schema at `pointer`; the caller uses the first valid one. */
export function* samplesOf(document: OpenApiDocument, pointer: string): Generator<unknown> {
  for (const way of smallWays) yield sampleValue(document, pointer, way);
}

const never = () => false;

/** A resolved pointer, cached because resolving is the most expensive step. */
type Target = ReturnType<typeof schemaAt>;

/** Schemas, read once for all attempts. */
type FacetsOf = (pointers: readonly string[], isAbove: (pointer: string) => boolean, variant: number) => Facets;

interface Reading {
  targetAt(pointer: string): Target;
  facetsOf: FacetsOf;
}

/** The schemas on the path, with their counts. */
type Trail = ReadonlyMap<string, number>;

/** @param index distinguishes the items of a list */
type Sampler = (pointers: readonly string[], above: Trail, depth: number, index: number) => unknown;

function createSampler(
  document: OpenApiDocument,
  options: SampleOptions,
  { visits: mostVisits, depth: optionalDepth, repeats }: Limits,
  { targetAt, facetsOf }: Reading,
): Sampler {
  let visits = 0;
  const { full = false, direction, stated = true, variant = 0 } = options;
  const isLeftOut = (pointers: readonly string[]) => {
    const flag = direction === 'request' ? 'readOnly' : direction === 'response' ? 'writeOnly' : undefined;
    if (!flag) return false;
    return pointers.some((pointer) => {
      const { schema } = targetAt(pointer);
      return isObject(schema) && schema[flag] === true;
    });
  };
  let retries = 0;
  const sample: Sampler = (pointers, above, depth, index) => {
    const facetsFor = (which: number) => facetsOf(pointers, (pointer) => above.has(pointer), which);
    const facets = facetsFor(variant);
    const isUsable = (value: unknown) => pointers.every((pointer) => isPlausible(document, pointer, value));
    const value = sampleOf(facets, isUsable, above, depth, index);
    // Of variants that overlap, another one may be the only one that its values fit.
    for (let next = 1; next <= nextVariants && facets.chosen && retries < mostRetries; next++) {
      if (value === undefined || isUsable(value)) break;
      retries += 1;
      const other = sampleOf(facetsFor(variant + next), isUsable, above, depth, index);
      if (other !== undefined && isUsable(other)) return other;
    }
    return value;
  };
  const sampleOf = (
    facets: Facets,
    isUsable: Choice['isUsable'],
    above: Trail,
    depth: number,
    index: number,
  ): unknown => {
    if (++visits > mostVisits) throw new TooManyVisits();
    // A schema that requires itself has no value.
    if ([...facets.trail].some((one) => (above.get(one) ?? 0) >= repeats)) return undefined;
    // Contradictory parts have no value; an optional property is then left out.
    if (facets.types?.length === 0) return undefined;
    const known = knownValue(facets, { stated, full, index, isUsable });
    if (known !== undefined) return known;
    const below = new Map(above);
    for (const one of facets.trail) below.set(one, (below.get(one) ?? 0) + 1);
    const type = typeOf(facets);
    if (type === 'string') return sampleText(facets.bounds, index);
    if (type === 'integer' || type === 'number')
      return sampleNumber(facets.bounds, type === 'integer', full ? 0 : 1, index);
    if (type === 'boolean') return index % 2 === 0;
    if (type === 'null') return null;
    return type === 'array' ? list(facets, below, depth) : object(facets, below, depth, index);
  };
  const isEndless = (pointers: readonly string[], below: Trail) =>
    pointers.some((pointer) => (below.get(targetAt(pointer).pointer) ?? 0) >= repeats);

  const fixedValue = (pointers: readonly string[], name: string | undefined) => {
    const values = name === undefined ? undefined : facetsOf(pointers, never, 0).values;
    return values && !values.includes(name) ? undefined : name;
  };

  /** An object that may be empty. */
  const isOpen = (pointers: readonly string[]) => {
    const { types, required, fixed, bounds } = facetsOf(pointers, never, 0);
    return types?.[0] === 'object' && required.size + fixed.size === 0 && bounds.minProperties === undefined;
  };
  const list = (facets: Facets, below: Trail, depth: number): unknown[] => {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = facets.bounds as Record<string, number>;
    const items = facets.items.length > 0 ? facets.items : facets.contains;
    const wanted = full && depth <= optionalDepth && items.length > 0 && !isEndless(items, below) ? 1 : 0;
    if (minItems > mostItems) throw new SampleTooLarge(`A list of ${minItems} items is too large to generate.`);
    if (full && depth <= optionalDepth && minItems <= 1 && isEndless(items, below) && isOpen(items)) return [{}];
    const count = Math.min(
      Math.max(minItems, wanted, facets.contains.length > 0 ? 1 : 0, full ? facets.prefixItems.length : 0),
      maxItems,
    );
    return Array.from({ length: count }, (_, position) => {
      const own = facets.prefixItems[position];
      if (own !== undefined) return sample([own], below, depth + 1, 0);
      return items.length > 0 ? sample(items, below, depth + 1, position) : position;
    }).filter((item) => item !== undefined);
  };
  const object = (facets: Facets, below: Trail, depth: number, index: number): object => {
    const { properties, required, allowed, others, fixed, bounds } = facets;
    const values = new Map<string, unknown>();
    for (const [name, pointers] of properties) {
      const wanted = required.has(name) || fixed.has(name);
      if (!wanted && (!full || depth >= optionalDepth || isEndless(pointers, below))) continue;
      if (isLeftOut(pointers) || (!required.has(name) && allowed?.has(name) === false)) continue;
      const value = fixedValue(pointers, fixed.get(name)) ?? sample(pointers, below, depth + 1, index);
      if (value !== undefined) values.set(name, value);
    }
    for (const name of required) {
      if (!properties.has(name))
        values.set(name, fixed.get(name) ?? (others.length > 0 ? sample(others, below, depth + 1, index) : 'string'));
    }
    const least = typeof bounds.minProperties === 'number' ? Math.min(bounds.minProperties, 20) : 0;
    const more =
      full && depth < optionalDepth && others.length > 0 && !isEndless(others, below) && properties.size === 0 ? 1 : 0;
    for (const [name, pointers] of properties) {
      if (values.size < least && !values.has(name) && !isLeftOut(pointers))
        values.set(name, sample(pointers, below, depth + 1, index));
    }
    for (let count = 1; values.size < Math.max(least, more) && count <= 20; count++) {
      values.set(`property${count}`, others.length > 0 ? sample(others, below, depth + 1, count - 1) : 'string');
    }
    return Object.fromEntries(values);
  };
  return sample;
}

interface Choice {
  stated: boolean;
  full: boolean;
  index: number;
  isUsable(value: unknown): boolean;
}

function knownValue(facets: Facets, { stated, full, index, isUsable }: Choice): unknown {
  const { values, types } = facets;
  const possible = (value: unknown) => value !== null && (!types || types.some((type) => isOfType(type, value)));
  const chosen = values?.filter(possible) ?? [];
  // Without a type, null may be one of the `enum` values.
  if (values && chosen.length === 0 && values.includes(null)) return null;
  const known = stated
    ? facets.stated.filter(
        (value) =>
          possible(value) && (!values || values.includes(value) || typeof value === 'object') && isUsable(value),
      )
    : [];
  if (full && known.length === 0 && facets.nullByDefault && types?.includes('null')) return null;
  if (index === 0 && known.length > 0) return known[0];
  return chosen.length > 0 ? chosen[index % chosen.length] : known[index];
}

function typeOf({ types, properties, required, others, items, prefixItems, bounds }: Facets): string {
  const [first] = types?.filter((type) => type !== 'null') ?? [];
  if (first !== undefined) return first;
  if (types && types.length > 0) return 'null';
  if (properties.size > 0 || required.size > 0 || others.length > 0 || bounds.minProperties !== undefined)
    return 'object';
  if (items.length > 0 || prefixItems.length > 0 || bounds.minItems !== undefined) return 'array';
  const isNumber = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].some(
    (name) => name in bounds,
  );
  return isNumber ? 'number' : 'string';
}

import { isObject } from '../../shared/json.ts';
import { schemaAt } from '../contract.ts';
import { fromPointer, resolvePointer, toStep } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';

/** The combined constraints on one value: of a schema, its references, its `allOf` and a chosen variant. */
export interface Facets {
  types: string[] | undefined;
  /** By name, the schemas of each property. */
  properties: Map<string, string[]>;
  required: Set<string>;
  /** The only allowed properties, if one of the schemas closes the object. */
  allowed: Set<string> | undefined;
  /** Schemas of additional properties. */
  others: string[];
  items: string[];
  prefixItems: string[];
  contains: string[];
  /** `const`, examples and defaults, the most likely first. */
  stated: unknown[];
  /** True if the default is null. */
  nullByDefault: boolean;
  /** The only possible values. */
  values: unknown[] | undefined;
  /** Bounds, patterns and formats, the narrowest of each. */
  bounds: Record<string, unknown>;
  /** Values that a discriminator requires. */
  fixed: Map<string, string>;
  /** True if a variant was chosen: the enclosing value may require another one. */
  chosen: boolean;
  /** The schemas read so far. */
  trail: Set<string>;
  /** JSON Pointer to the first named one. */
  owner: string | undefined;
}

/** Combines the schemas at `pointers`. Of a union, it uses the first variant that is neither null nor an ancestor. */
export function collectFacets(
  document: OpenApiDocument,
  pointers: readonly string[],
  isAbove: (pointer: string) => boolean = () => false,
  variant = 0,
): Facets {
  const facets: Facets = {
    types: undefined,
    properties: new Map(),
    required: new Set(),
    allowed: undefined,
    others: [],
    items: [],
    prefixItems: [],
    contains: [],
    stated: [],
    nullByDefault: false,
    values: undefined,
    bounds: {},
    fixed: new Map(),
    chosen: false,
    trail: new Set(),
    owner: undefined,
  };
  // Read before a variant is chosen, because it restricts the choice.
  const unions: [schema: Record<string, unknown>, pointer: string][] = [];
  const read = (pointer: string): void => {
    const schema = resolvePointer(document, pointer);
    facets.owner ??= /^#\/components\/schemas\/[^/]+$/.exec(pointer)?.[0];
    if (!isObject(schema) || facets.trail.has(pointer)) return;
    facets.trail.add(pointer);
    addOwn(facets, schema, pointer);
    if (typeof schema.$ref === 'string') read(schema.$ref);
    if (Array.isArray(schema.allOf)) for (const index of schema.allOf.keys()) read(`${pointer}/allOf/${index}`);
    if (schema.oneOf || schema.anyOf) unions.push([schema, pointer]);
  };
  for (const pointer of pointers) read(pointer);
  for (const [schema, pointer] of unions) {
    facets.chosen = true;
    for (const union of ['oneOf', 'anyOf']) {
      const chosen = chooseVariant(document, facets, schema, pointer, union, isAbove, variant);
      if (chosen === undefined) continue;
      addDiscriminator(facets, schema, chosen, document);
      read(chosen);
    }
  }
  nameOwner(facets);
  return facets;
}

/** Variants keep their references, so that a discriminator can name them. */
function chooseVariant(
  document: OpenApiDocument,
  facets: Facets,
  schema: Record<string, unknown>,
  here: string,
  union: string,
  isAbove: (pointer: string) => boolean,
  variant: number,
): string | undefined {
  const variants = Array.isArray(schema[union]) ? schema[union] : [];
  const pointers = variants.map((_, index) => `${here}/${union}/${index}`);
  const usable = pointers.filter((pointer) => {
    const { schema: target, pointer: at } = schemaAt(document, pointer);
    return !isAbove(at) && !(isObject(target) && target.type === 'null') && target !== false;
  });
  const fitting = usable.filter((pointer) => isCompatible(facets, schemaAt(document, pointer).schema));
  const chosen = fitting.length > 0 ? fitting : usable;
  return chosen[variant % chosen.length] ?? pointers[0];
}

/** False for a variant that excludes every type or value that the rest allows. */
function isCompatible({ types, values }: Facets, variant: unknown): boolean {
  if (!isObject(variant)) return true;
  const own = 'const' in variant ? [variant.const] : Array.isArray(variant.enum) ? variant.enum : undefined;
  if (own && values && !own.some((value) => values.includes(value))) return false;
  const ownTypes = typesOf(variant);
  return !ownTypes || !types || ownTypes.some((type) => types.includes(type) || isNumeric(type, types));
}

function isNumeric(type: string, types: readonly string[]): boolean {
  return (type === 'integer' && types.includes('number')) || (type === 'number' && types.includes('integer'));
}

function typesOf({ type }: Record<string, unknown>): string[] | undefined {
  return typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined;
}

function addDiscriminator(
  facets: Facets,
  { discriminator }: Record<string, unknown>,
  chosen: string,
  document: OpenApiDocument,
): void {
  if (!isObject(discriminator) || typeof discriminator.propertyName !== 'string') return;
  const { pointer } = schemaAt(document, chosen);
  const mapping = isObject(discriminator.mapping) ? Object.entries(discriminator.mapping) : [];
  const name = mapping.find(([, target]) => target === pointer)?.[0] ?? fromPointer(pointer).at(-1);
  if (pointer !== chosen && name !== undefined) facets.fixed.set(discriminator.propertyName, name);
}

/** A discriminator without a union: the schemas that include it are its variants (OAS 3.1, section 4.8.25). */
function nameOwner({ bounds, fixed, owner }: Facets): void {
  const { propertyName, mapping } = isObject(bounds.discriminator) ? bounds.discriminator : {};
  if (typeof propertyName !== 'string' || owner === undefined || fixed.has(propertyName)) return;
  const names = isObject(mapping) ? Object.entries(mapping) : [];
  const named = names.find(([, target]) => String(target).endsWith(owner.slice(owner.lastIndexOf('/'))))?.[0];
  fixed.set(propertyName, named ?? fromPointer(owner).at(-1)!);
}

function addOwn(facets: Facets, schema: Record<string, unknown>, here: string): void {
  const { properties, required, items, prefixItems, contains, additionalProperties, enum: values } = schema;
  const types = typesOf(schema);
  if (additionalProperties === false && !isObject(schema.patternProperties)) {
    const names = Object.keys(isObject(properties) ? properties : {});
    facets.allowed = new Set(facets.allowed ? names.filter((name) => facets.allowed?.has(name)) : names);
  }
  if (types) facets.types = facets.types ? intersect(facets.types, types) : types;
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) {
      const known = facets.properties.get(name) ?? [];
      facets.properties.set(name, [...known, `${here}/properties${toStep(name)}`]);
    }
  }
  if (Array.isArray(required)) for (const name of required) facets.required.add(String(name));
  if (isObject(additionalProperties)) facets.others.push(`${here}/additionalProperties`);
  if (isObject(items)) facets.items.push(`${here}/items`);
  if (isObject(contains)) facets.contains.push(`${here}/contains`);
  if (Array.isArray(prefixItems)) facets.prefixItems = prefixItems.map((_, index) => `${here}/prefixItems/${index}`);
  facets.stated.push(...statedValues(schema));
  if (schema.default === null) facets.nullByDefault = true;
  if (Array.isArray(values))
    facets.values = facets.values ? facets.values.filter((one) => values.includes(one)) : values;
  if ('const' in schema) facets.values = [schema.const];
  for (const name of ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
    narrow(facets, schema, name, Math.max);
  for (const name of ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])
    narrow(facets, schema, name, Math.min);
  for (const name of ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentMediaType', 'discriminator']) {
    if (schema[name] !== undefined) facets.bounds[name] ??= schema[name];
  }
}

function narrow(
  { bounds }: Facets,
  schema: Record<string, unknown>,
  name: string,
  pick: (a: number, b: number) => number,
): void {
  const [known, value] = [bounds[name], schema[name]];
  if (typeof value === 'number') bounds[name] = typeof known === 'number' ? pick(known, value) : value;
}

/** An integer is a number. */
function intersect(left: string[], right: string[]): string[] {
  const widen = (types: string[]) => (types.includes('number') ? [...types, 'integer'] : types);
  const both = widen(left).filter((type) => widen(right).includes(type));
  return both.includes('number') ? both.filter((type) => type !== 'integer') : both;
}

/** The values that a schema states, those that a server most likely knows first. */
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

import { schemaAt } from '../../src/openapi/contract.ts';
import { toStep } from '../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';

/** The parts of a schema that are needed to parse its values from text. */
export interface ValueShape {
  types: Set<string>;
  /** Shapes of the properties of objects, and of additional properties. */
  properties: Map<string, ValueShape>;
  others: ValueShape | undefined;
  items: ValueShape | undefined;
  /** The values of `enum` and `const`. */
  values: unknown[];
}

/** Returns a function that finds shapes of the schemas of a document, each computed once. */
export function createShapes(document: OpenApiDocument): (pointer: string) => ValueShape {
  const shapes = new Map<string, ValueShape>();
  return (at) => {
    const known = shapes.get(at);
    if (known) return known;
    const { pointer } = schemaAt(document, at);
    const shape = shapes.get(pointer) ?? shapeOf(document, pointer);
    shapes.set(pointer, shape).set(at, shape);
    return shape;
  };
}

/** The shape of a value without a schema. */
export function emptyShape(): ValueShape {
  return { types: new Set(), properties: new Map(), others: undefined, items: undefined, values: [] };
}

/** The shape of the schema at `pointer`, through references, `allOf`, `anyOf` and `oneOf`. */
export function shapeOf(document: OpenApiDocument, pointer: string): ValueShape {
  const shape = emptyShape();
  const visited = new Set<string>();
  const below = (at: string) => onceUsed(() => shapeOf(document, at));
  const add = (at: string): void => {
    const { schema, pointer: here } = schemaAt(document, at);
    if (!isObject(schema) || visited.has(here)) return;
    visited.add(here);
    const { type, properties, additionalProperties, items, enum: values } = schema;
    for (const one of typesIn(schema, type)) shape.types.add(one);
    if ('const' in schema) shape.values.push(schema.const);
    if (Array.isArray(values)) shape.values.push(...values);
    for (const name of isObject(properties) ? Object.keys(properties) : []) {
      const child = `${here}/properties${toStep(name)}`;
      if (!shape.properties.has(name)) shape.properties.set(name, below(child));
    }
    if (isObject(additionalProperties)) shape.others = below(`${here}/additionalProperties`);
    if (isObject(items)) shape.items = below(`${here}/items`);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts = schema[keyword];
      if (Array.isArray(parts)) for (const index of parts.keys()) add(`${here}/${keyword}/${index}`);
    }
  };
  add(pointer);
  return shape;
}

/** A shape that is read when it is used: one schema may lead to all others. */
function onceUsed(read: () => ValueShape): ValueShape {
  let known: ValueShape | undefined;
  const shape = (): ValueShape => {
    known ??= read();
    return known;
  };
  return {
    get types() {
      return shape().types;
    },
    get properties() {
      return shape().properties;
    },
    get others() {
      return shape().others;
    },
    get items() {
      return shape().items;
    },
    get values() {
      return shape().values;
    },
  };
}

/** Without `type`, the types are inferred from other keywords. */
function typesIn(schema: Record<string, unknown>, type: unknown): string[] {
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  const values = [...(Array.isArray(schema.enum) ? schema.enum : []), ...('const' in schema ? [schema.const] : [])];
  const implied = values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value));
  if (schema.properties !== undefined || isObject(schema.additionalProperties)) implied.push('object');
  if (schema.items !== undefined || schema.prefixItems !== undefined) implied.push('array');
  return implied;
}

/**
 * Converts a text to the type of a shape. Text that cannot be converted is returned unchanged; the schema then rejects
 * it. No style defines lists and objects within others: they are read as JSON.
 */
export function coerceText({ types, values }: ValueShape, text: string): unknown {
  const stated = values.find((value) => value !== null && String(value) === text);
  if (stated !== undefined) return stated;
  if (types.has('integer') && /^-?\d+$/.test(text)) return Number(text);
  if (types.has('number') && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  const nested = /^[[{]/.test(text) ? parseJson(text) : undefined;
  if (types.has(Array.isArray(nested) ? 'array' : 'object') && typeof nested === 'object') return nested;
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.has('null') && text === 'null' && !types.has('string')) return null;
  return text;
}

/** Converts the items of a list. */
export function coerceList({ items }: ValueShape, texts: readonly string[]): unknown[] {
  return texts.map((text) => (items ? coerceText(items, text) : text));
}

/** Converts pairs of names and texts to an object. A list property collects all values of its name. */
export function coerceObject(shape: ValueShape, pairs: readonly (readonly [name: string, text: string])[]): object {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const property = shape.properties.get(name) ?? shape.others;
      const texts = pairs.filter(([other]) => other === name).map(([, text]) => text);
      return [name, property ? coerceTexts(property, texts) : texts.length > 1 ? texts : texts[0]];
    }),
  );
}

/** Converts all texts of one name: to a list if the shape is one, else the last text. */
export function coerceTexts(shape: ValueShape, texts: readonly string[]): unknown {
  const [text = ''] = texts.slice(-1);
  if (!shape.types.has('array')) return coerceText(shape, text);
  const nested = texts.length === 1 && coerceText(shape, text);
  return Array.isArray(nested) ? nested : coerceList(shape, texts);
}

/** Sorts the fields of a value in the order of the schema. */
export function inOrder(value: unknown, shape: ValueShape | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => inOrder(one, shape?.items));
  if (!isObject(value) || !shape) return value;
  const names = new Set([...shape.properties.keys(), ...Object.keys(value)]);
  const known = [...names].filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(
    known.map((name) => [name, inOrder(value[name], shape.properties.get(name) ?? shape.others)]),
  );
}

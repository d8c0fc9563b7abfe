import type { FieldEncoding } from '../../src/openapi/contract.ts';
import { parseJson } from '../../src/shared/json.ts';
import { readDeepObject } from '../request/deep-object.ts';
import { coerceList, coerceObject, coerceText, coerceTexts, type ValueShape } from '../request/value-shape.ts';

/** How the fields of a form are read. */
export interface FormReading {
  shape: ValueShape;
  encoding: Record<string, FieldEncoding>;
  /** True for `multipart/form-data`, whose parts may be files. */
  multipart: boolean;
}

/** A form as an object, and the media types of its files. */
export interface Form {
  value: Record<string, unknown>;
  files: [name: string, type: string][];
}

/** Reads a form as the object that its schema describes. @returns `undefined` if it cannot be read */
export async function readForm(
  bytes: Uint8Array,
  contentType: string,
  reading: FormReading,
): Promise<Form | undefined> {
  try {
    const form = await new Response(bytes as BodyInit, { headers: { 'content-type': contentType } }).formData();
    const fields: [string, string][] = [];
    const files: Form['files'] = [];
    for (const [name, value] of form) {
      const text = typeof value === 'string' ? value : await textOfFile(value, reading.shape.properties.get(name));
      fields.push([name, text]);
      if (typeof value !== 'string') files.push([name, value.type]);
    }
    return { value: toObject(fields, reading), files };
  } catch {
    return undefined;
  }
}

/**
 * The value of a file: its content if the schema may want JSON, else its name, because schemas do not describe file
 * content.
 */
async function textOfFile(file: File, shape: ValueShape | undefined): Promise<string> {
  return shape && isStructure(shape) && !shape.types.has('array') ? await file.text() : file.name || 'file';
}

function toObject(
  fields: readonly [string, string][],
  { shape, encoding, multipart }: FormReading,
): Record<string, unknown> {
  const names = new Set(fields.map(([name]) => name));
  const values: [string, unknown][] = [];
  for (const [name, property] of shape.properties) {
    const texts = fields.filter(([key]) => key === name).map(([, text]) => text);
    names.delete(name);
    const deep = texts.length === 0 && isStructure(property) ? readBracketed(name, property, fields) : undefined;
    if (deep) for (const key of names) if (key.startsWith(`${name}[`)) names.delete(key);
    if (deep) values.push([name, deep.value]);
    else if (texts.length > 0) values.push([name, readField(property, texts, encoding[name], multipart)]);
    else readSpread(property, encoding[name], fields, names, (value) => values.push([name, value]));
  }
  const rest = fields.filter(([name]) => names.has(name));
  const others = coerceObject({ ...shape, properties: new Map() }, rest);
  return { ...others, ...Object.fromEntries(values) };
}

/** `a[b]=1` and `a[]=1`, the notation of many services for objects and lists, even if undocumented. */
function readBracketed(name: string, shape: ValueShape, fields: readonly [string, string][]) {
  const [value] = readDeepObject(name, shape, [...fields]);
  return value === undefined ? undefined : { value };
}

/** An object with the style `form` and `explode`: each property is a field of the form. */
function readSpread(
  shape: ValueShape,
  encoding: FieldEncoding | undefined,
  fields: readonly [string, string][],
  names: Set<string>,
  add: (value: unknown) => void,
): void {
  if (encoding?.style !== 'form' || encoding.explode === false || !shape.types.has('object')) return;
  const own = fields.filter(([name]) => shape.properties.has(name));
  for (const [name] of own) names.delete(name);
  if (own.length > 0) add(coerceObject(shape, own));
}

function readField(
  shape: ValueShape,
  texts: readonly string[],
  encoding: FieldEncoding | undefined,
  multipart: boolean,
): unknown {
  if (!isStructure(shape)) return coerceText(shape, texts.at(-1) ?? '');
  if (texts.length === 1) {
    const [text = ''] = texts;
    // Objects are JSON by default (OAS 3.1, section 4.8.15.1), and clients also send lists as JSON.
    const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
    // The only item of a list is a part of its own.
    if (json !== undefined) return Array.isArray(json) || shape.types.has('object') ? json : [json];
    const delimiter = delimiterOf(encoding);
    if (delimiter !== undefined) return splitField(shape, text.split(delimiter));
    if (multipart && !shape.types.has('array')) return text;
  }
  if (shape.items && isStructure(shape.items)) return texts.map((text) => parseJson(text) ?? text);
  return shape.types.has('array') ? coerceList(shape, texts) : coerceTexts(shape, texts);
}

function splitField(shape: ValueShape, parts: string[]): unknown {
  if (shape.types.has('array')) return coerceList(shape, parts);
  const pairs = parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ''] as const] : []));
  return coerceObject(shape, pairs);
}

function delimiterOf(encoding: FieldEncoding | undefined): string | undefined {
  const { style = 'form', explode = style === 'form' } = encoding ?? {};
  if (explode) return undefined;
  return { pipeDelimited: '|', spaceDelimited: ' ', form: ',' }[style];
}

function isStructure({ types }: ValueShape): boolean {
  return types.has('array') || types.has('object');
}

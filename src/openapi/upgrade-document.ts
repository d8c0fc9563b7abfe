import { createMoves, type Moves, type Origin } from '../openapi/origin.ts';
import { isObject } from '../shared/json.ts';
import { dropExtensionReferences } from './data-references.ts';
import { collectNodes, type DocumentNodes } from './document-nodes.ts';
import { dereference, toPointer } from './json-pointer.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { Repair } from './repair/repair.ts';
import { repairDocument } from './repair/repair-document.ts';

/** A document in OpenAPI 3.1 and this project's form. */
export interface UpgradedDocument {
  document: OpenApiDocument;
  /** Maps its pointers to the given document. */
  origin: Origin;
  /** The repairs. */
  repairs: Repair[];
}

/**
 * Converts a bundled OpenAPI 3.0, 3.1 or 3.2 document to this project's form of 3.1, so that the tools read one form:
 * nullable is `type: "null"`, exclusive bounds are numbers, and an event stream is a string whose `contentSchema` is an
 * array of events. The meaning and the given document stay unchanged.
 *
 * A document that already has this form is returned as is.
 *
 * An event stream may be written in our own form, as `itemSchema` (OAS 3.2, section 4.14.3: the envelope of a message,
 * or the event itself), or as the event under `schema`.
 */
export function upgradeDocument(given: OpenApiDocument): UpgradedDocument {
  if (upgraded.has(given)) return { document: given, origin: (pointer) => pointer, repairs: [] };
  const document = structuredClone(given);
  const repairs = repairDocument(document);
  const nodes = collectNodes(document);
  const dropped = dropExtensionReferences(nodes);
  if (repairs.length === 0 && !dropped && isUpgraded(document, nodes))
    return { document: given, origin: (pointer) => pointer, repairs };
  const moves = createMoves();
  const is30 = String(document.openapi).startsWith('3.0');
  for (const { value } of nodes.schema) {
    if (is30) dropSiblings(value);
    upgradeNullable(value);
  }
  for (const { value } of nodes.schema) upgradeMapping(value);
  for (const { pointer, value } of nodes.mediaType) upgradeMediaType(document, pointer, value, moves);
  document.openapi = String(given.openapi).startsWith('3.1') ? given.openapi : '3.1.0';
  upgraded.add(document);
  return { document, origin: moves.origin, repairs };
}

/** The converted documents: a large one takes a second, and several tools read it. */
const upgraded = new WeakSet<OpenApiDocument>();

/** Marks a document as already converted. */
export function markAsUpgraded(document: OpenApiDocument): void {
  upgraded.add(document);
}

function isUpgraded(document: OpenApiDocument, { mediaType, schema }: DocumentNodes): boolean {
  if (!String(document.openapi).startsWith('3.1')) return false;
  if (schema.some(({ value }) => bareNames(value).length > 0)) return false;
  return mediaType.every(
    ({ pointer, value }) =>
      value.itemSchema === undefined && !(isEventStream(pointer) && unionUnder(document, value.schema)),
  );
}

/** A bare name in a discriminator's mapping is a schema name (OAS 3.1, section 4.8.25). */
function upgradeMapping(schema: Record<string, unknown>): void {
  const mapping = isObject(schema.discriminator) ? schema.discriminator.mapping : undefined;
  for (const [type, name] of bareNames(schema)) {
    (mapping as Record<string, unknown>)[type] = toPointer(['components', 'schemas', name]);
  }
}

function bareNames({ discriminator }: Record<string, unknown>): [type: string, name: string][] {
  const mapping = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
  return Object.entries(mapping).flatMap(([type, target]): [string, string][] =>
    typeof target === 'string' && /^[\w.-]+$/.test(target) ? [[type, target]] : [],
  );
}

function isEventStream(pointer: string): boolean {
  return /\/text~1event-stream[^/]*$/i.test(decodeURIComponent(pointer));
}

/** OpenAPI 3.0 ignores fields next to a `$ref` (section 4.7.23). Descriptions are kept. */
function dropSiblings(schema: Record<string, unknown>): void {
  if (typeof schema.$ref !== 'string') return;
  for (const keyword of Object.keys(schema)) {
    if (keyword === '$ref' || keyword.startsWith('x-') || ['title', 'description'].includes(keyword)) continue;
    delete schema[keyword];
  }
}

/** Converts `nullable` of OpenAPI 3.0 (section 4.7.24) to JSON Schema 2020-12. */
function upgradeNullable(schema: Record<string, unknown>): void {
  const { nullable, type, allOf, enum: values } = schema;
  delete schema.nullable;
  if (nullable !== true) return;
  if (Array.isArray(values) && !values.includes(null)) schema.enum = [...values, null];
  if (typeof type === 'string' || Array.isArray(type)) schema.type = [...new Set([type, 'null'].flat())];
  else if (Array.isArray(allOf)) {
    schema.anyOf = [allOf.length === 1 ? allOf[0] : { allOf }, { type: 'null' }];
    delete schema.allOf;
  } else {
    for (const union of ['oneOf', 'anyOf']) {
      if (Array.isArray(schema[union])) schema[union] = [...schema[union], { type: 'null' }];
    }
  }
}

function upgradeMediaType(
  document: OpenApiDocument,
  pointer: string,
  mediaType: Record<string, unknown>,
  moves: Moves,
): void {
  upgradeExamples(document, mediaType);
  const isStream = isEventStream(pointer);
  const { itemSchema, schema } = mediaType;
  if (itemSchema !== undefined && !isStream) {
    mediaType.schema ??= { type: 'array', items: itemSchema };
    delete mediaType.itemSchema;
    moves.add(`${pointer}/schema/items`, `${pointer}/itemSchema`);
    return;
  }
  if (!isStream) return;
  const written = itemSchema === undefined ? unionUnder(document, schema) : envelopeOf(document, itemSchema);
  delete mediaType.itemSchema;
  if (!written) {
    if (itemSchema !== undefined) mediaType.schema = { type: 'string' };
    return;
  }
  mediaType.schema = {
    type: 'string',
    contentMediaType: 'text/event-stream',
    contentSchema: { type: 'array', items: written.event },
  };
  moves.add(`${pointer}/schema`, `${pointer}/${written.field}`);
  moves.add(`${pointer}/schema/contentSchema/items`, `${pointer}/${written.field}${written.below}`);
}

/** In the union of an envelope's contents: the `event:` name of each. */
export const eventNamesKey = 'x-event-names';

interface WrittenEvent {
  event: unknown;
  /** The media type's field that contains it, and the path from there. */
  field: 'schema' | 'itemSchema';
  below: string;
}

/**
 * The event of an `itemSchema`: the content of `data` if it is an envelope, else the schema itself. If `data` may be
 * plain text, such as `[DONE]`, the events are not JSON and have no schema.
 */
function envelopeOf(document: OpenApiDocument, itemSchema: unknown): WrittenEvent | undefined {
  const envelope = dereference(document, itemSchema);
  const own = propertiesOf(document, envelope);
  if (isObject(own.data) && own.data.contentSchema !== undefined) {
    return { event: own.data.contentSchema, field: 'itemSchema', below: '/properties/data/contentSchema' };
  }
  const union = isObject(envelope) ? [envelope.oneOf, envelope.anyOf].find(Array.isArray) : undefined;
  const variants = (union ?? []).map((variant: unknown) => propertiesOf(document, variant));
  if (!isEnvelope(own, variants)) return { event: itemSchema, field: 'itemSchema', below: '' };
  const contents = variants.map(({ data }) => (isObject(data) ? data.contentSchema : undefined));
  if (contents.length === 0 || contents.includes(undefined)) return undefined;
  const names = variants.map(({ event }) => (isObject(event) ? event.const : undefined));
  const named = names.every((name) => typeof name === 'string') ? { [eventNamesKey]: names } : {};
  return { event: { anyOf: contents, ...named }, field: 'itemSchema', below: '' };
}

function propertiesOf(document: OpenApiDocument, schema: unknown): Record<string, unknown> {
  const target = dereference(document, schema);
  return isObject(target) && isObject(target.properties) ? target.properties : {};
}

/** The fields of a message (WHATWG HTML, section 9.2.6), of which `data` is a string. */
function isEnvelope(own: Record<string, unknown>, variants: readonly Record<string, unknown>[]): boolean {
  const all = [own, ...variants];
  const data = all.flatMap((one) => (isObject(one.data) ? [one.data] : []));
  return (
    data.length > 0 &&
    data.every(({ type }) => type === undefined || type === 'string') &&
    all.every((one) => Object.keys(one).every((name) => ['event', 'data', 'id', 'retry'].includes(name)))
  );
}

/** The event if `schema` describes one event. A plain string does not describe its events. */
function unionUnder(document: OpenApiDocument, schema: unknown): WrittenEvent | undefined {
  const target = dereference(document, schema);
  if (!isObject(target) || target.type === 'string' || Object.keys(target).length === 0) return undefined;
  if (target.type === 'array' && target.items !== undefined) {
    return { event: target.items, field: 'schema', below: '/items' };
  }
  return { event: schema, field: 'schema', below: '' };
}

/** Version 3.2 has examples as data and as text (`dataValue`, `serializedValue`); 3.1 has one `value`. */
function upgradeExamples(document: OpenApiDocument, mediaType: Record<string, unknown>): void {
  for (const one of Object.values(isObject(mediaType.examples) ? mediaType.examples : {})) {
    const example = dereference(document, one);
    if (!isObject(example)) continue;
    const { dataValue, serializedValue } = example;
    if (dataValue === undefined && serializedValue === undefined) continue;
    const isText = typeof serializedValue === 'string' && (dataValue === undefined || Array.isArray(dataValue));
    example.value = isText ? serializedValue : dataValue;
    delete example.dataValue;
    delete example.serializedValue;
  }
}

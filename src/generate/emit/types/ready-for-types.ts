import { collectNodes } from '../../../openapi/document-nodes.ts';
import { fromPointer, resolvePointer } from '../../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../openapi/openapi-document.ts';
import { operationsOf } from '../../../openapi/path-item.ts';
import { isObject } from '../../../shared/json.ts';
import { freeName, toCamelCase } from '../names.ts';

/** Replaces `%`, which openapi-typescript decodes repeatedly. */
const percentSign = '__percent_sign__';

/** A document that openapi-typescript can read. */
export interface DocumentForTypes {
  document: OpenApiDocument;
  /** Restores the original paths in the emitted text. */
  restore(text: string): string;
}

/**
 * Replaces, in place, what openapi-typescript cannot read or misreads, so that the rest has types: unresolvable
 * references and references into the middle of something, invalid schemas, a `%` in a path, and a mapping of event
 * names.
 */
export function readyForTypes(document: OpenApiDocument): DocumentForTypes {
  const nodes = collectNodes(document);
  for (const { value } of nodes.schema) readySchema(document, value);
  nameTargets(
    document,
    nodes.schema.map(({ value }) => value),
  );
  for (const { value } of nodes.parameter) readyParameter(value);
  for (const { value } of nodes.mediaType) readyStream(document, value);
  const paths = isObject(document.paths) ? document.paths : {};
  for (const [path, item] of Object.entries(paths)) if (isObject(item)) placeOtherMethods(paths, path, item);
  document.paths = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [path.replaceAll('%', percentSign), item]),
  );
  return { document, restore: (text) => text.replaceAll(percentSign, '%') };
}

/**
 * Bundlers write references such as `#/paths/~1a/get/responses/200/content/application~1json/schema`.
 * openapi-typescript translates these steps to a type that may lack some of them, so each target becomes a component.
 */
function nameTargets(document: OpenApiDocument, schemas: readonly Record<string, unknown>[]): void {
  const deep = schemas.filter(({ $ref }) => typeof $ref === 'string' && fromPointer($ref).length > 3);
  if (deep.length === 0) return;
  const components = isObject(document.components) ? document.components : {};
  const named = isObject(components.schemas) ? components.schemas : {};
  const taken = new Set(Object.keys(named));
  const names = new Map<string, string>();
  for (const schema of deep) {
    const pointer = String(schema.$ref);
    const name = names.get(pointer) ?? freeName(toCamelCase(fromPointer(pointer).join(' '), 'schema'), taken);
    names.set(pointer, name);
    schema.$ref = `#/components/schemas/${name}`;
  }
  for (const [pointer, name] of names) named[name] = structuredClone(resolvePointer(document, pointer));
  document.components = { ...components, schemas: named };
}

/** openapi-typescript knows only the methods of OpenAPI 3.1: other operations become those of a separate path. */
function placeOtherMethods(paths: Record<string, unknown>, path: string, item: Record<string, unknown>): void {
  const { parameters } = item;
  for (const { method, steps, value } of operationsOf(item)) {
    if (steps.length === 1 && method !== 'QUERY') continue;
    paths[`${path}#${method}`] = { ...(parameters === undefined ? {} : { parameters }), post: value };
  }
  delete item.query;
  delete item.additionalOperations;
}

/** A serialized value has the type of its schema, not of its text. */
function readyParameter(parameter: Record<string, unknown>): void {
  const [content] = isObject(parameter.content) ? Object.values(parameter.content) : [];
  if (!isObject(content)) return;
  parameter.schema = content.schema ?? {};
  delete parameter.content;
}

/** Mapped event names are not in the schemas of a union; openapi-typescript would add them there. */
function readyStream(document: OpenApiDocument, { schema, 'x-stream-protocol': protocol }: Record<string, unknown>) {
  if (!isObject(protocol) || protocol.type !== 'event' || !isObject(schema)) return;
  const list = schema.contentSchema;
  const items = isObject(list) && isObject(list.items) ? list.items : {};
  const union = typeof items.$ref === 'string' ? resolvePointer(document, items.$ref) : items;
  if (isObject(union)) delete union.discriminator;
}

function readySchema(document: OpenApiDocument, schema: Record<string, unknown>): void {
  if (typeof schema.$ref === 'string' && !leadsSomewhere(document, schema.$ref)) delete schema.$ref;
  const mapping = isObject(schema.discriminator) ? schema.discriminator.mapping : undefined;
  if (isObject(mapping)) {
    for (const [type, target] of Object.entries(mapping)) {
      if (typeof target !== 'string' || (target.startsWith('#') && !leadsSomewhere(document, target)))
        delete mapping[type];
    }
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'prefixItems']) {
    const list = schema[keyword];
    if (list === undefined) continue;
    const schemas = Array.isArray(list) ? list.map(asSchema).filter((one) => one !== undefined) : [];
    if (schemas.length > 0) schema[keyword] = schemas;
    else delete schema[keyword];
  }
  for (const keyword of ['properties', 'patternProperties', '$defs']) {
    const map = schema[keyword];
    if (map === undefined) continue;
    if (!isObject(map)) delete schema[keyword];
    else for (const [name, value] of Object.entries(map)) map[name] = asSchema(value) ?? {};
  }
  for (const keyword of ['items', 'not', 'contentSchema']) {
    if (schema[keyword] !== undefined) schema[keyword] = asSchema(schema[keyword]) ?? {};
  }
  if (schema.required !== undefined && !Array.isArray(schema.required)) delete schema.required;
  if (schema.enum !== undefined && !(Array.isArray(schema.enum) && schema.enum.length > 0)) delete schema.enum;
}

/** A schema may be true or false; openapi-typescript reads only objects. */
function asSchema(value: unknown): unknown {
  if (isObject(value)) return value;
  if (value === true) return {};
  return value === false ? { not: {} } : undefined;
}

function leadsSomewhere(document: OpenApiDocument, reference: string): boolean {
  try {
    return resolvePointer(document, reference) !== undefined;
  } catch {
    return false;
  }
}

import { isObject } from '../shared/json.ts';
import { toStep } from './json-pointer.ts';

/** The kinds of OpenAPI objects that the tools visit (OAS 3.1, section 4.8). */
export type NodeKind =
  | 'callback'
  | 'components'
  | 'document'
  | 'encoding'
  | 'example'
  | 'extension'
  | 'header'
  | 'link'
  | 'mediaType'
  | 'operation'
  | 'parameter'
  | 'pathItem'
  | 'requestBody'
  | 'response'
  | 'schema'
  | 'securityScheme';

/** An object of a document, and the JSON Pointer of its location. */
export interface DocumentNode {
  pointer: string;
  value: Record<string, unknown>;
}

/** Every object of a document, by kind and in order. References are not followed, so each object occurs once. */
export type DocumentNodes = Record<NodeKind, DocumentNode[]>;

/** `fields` is a map in which `x-…` is an extension, not a name (OAS 3.1, section 4.9). */
export type Shape = readonly ['one' | 'list' | 'map' | 'fields', NodeKind];

const operation: Shape = ['one', 'operation'];
/** This project's extensions may be in separate files; in other extensions a `$ref` is data. */
const extension: Shape = ['one', 'extension'];
const examples: Shape = ['map', 'example'];
const schema: Shape = ['one', 'schema'];
const schemas: Shape = ['list', 'schema'];
const namedSchemas: Shape = ['map', 'schema'];

/** The kinds by field; `*` is any other field. */
export const grammar: Record<NodeKind, Record<string, Shape>> = {
  document: { paths: ['fields', 'pathItem'], webhooks: ['map', 'pathItem'], components: ['one', 'components'] },
  components: {
    schemas: namedSchemas,
    responses: ['map', 'response'],
    parameters: ['map', 'parameter'],
    examples,
    requestBodies: ['map', 'requestBody'],
    headers: ['map', 'header'],
    securitySchemes: ['map', 'securityScheme'],
    links: ['map', 'link'],
    callbacks: ['map', 'callback'],
    pathItems: ['map', 'pathItem'],
    mediaTypes: ['map', 'mediaType'],
  },
  pathItem: {
    parameters: ['list', 'parameter'],
    get: operation,
    put: operation,
    post: operation,
    delete: operation,
    options: operation,
    head: operation,
    patch: operation,
    trace: operation,
    // Of OpenAPI 3.2.
    query: operation,
    additionalOperations: ['map', 'operation'],
  },
  operation: {
    parameters: ['list', 'parameter'],
    requestBody: ['one', 'requestBody'],
    responses: ['fields', 'response'],
    callbacks: ['map', 'callback'],
    'x-paging': extension,
  },
  parameter: { schema, content: ['map', 'mediaType'], examples },
  header: { schema, content: ['map', 'mediaType'], examples },
  requestBody: { content: ['map', 'mediaType'] },
  response: { headers: ['map', 'header'], content: ['map', 'mediaType'], links: ['map', 'link'] },
  // `itemSchema` is of OpenAPI 3.2.
  mediaType: {
    schema,
    itemSchema: schema,
    examples,
    encoding: ['map', 'encoding'],
    'x-stream-protocol': extension,
  },
  encoding: { headers: ['map', 'header'] },
  callback: { '*': ['one', 'pathItem'] },
  example: {},
  extension: {},
  link: {},
  schema: {
    $defs: namedSchemas,
    additionalProperties: schema,
    allOf: schemas,
    anyOf: schemas,
    contains: schema,
    contentSchema: schema,
    // From older drafts of JSON Schema; references may lead there.
    definitions: namedSchemas,
    dependentSchemas: namedSchemas,
    else: schema,
    if: schema,
    items: schema,
    not: schema,
    oneOf: schemas,
    patternProperties: namedSchemas,
    prefixItems: schemas,
    properties: namedSchemas,
    propertyNames: schema,
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: schema,
    unevaluatedItems: schema,
    unevaluatedProperties: schema,
  },
  securityScheme: {},
};

/** A value in a field of an object, with its kind. */
export interface Child {
  kind: NodeKind;
  /** Its container: the object, or the list or map in one of its fields. */
  owner: Record<string, unknown>;
  key: string;
  /** JSON Pointer from the object to it, `/parameters/0`. */
  below: string;
}

/**
 * Visits the values of an object that have a kind, in field order. Anything else is data and contains no references. No
 * generator: a large document has a million values.
 */
export function eachChild(kind: NodeKind, value: Record<string, unknown>, visit: (child: Child) => void): void {
  const fields = grammar[kind];
  for (const field of Object.keys(value)) {
    const shape = Object.hasOwn(fields, field) ? fields[field] : field.startsWith('x-') ? undefined : fields['*'];
    if (!shape) continue;
    const [form, child] = shape;
    const at = toStep(field);
    if (form === 'one') visit({ kind: child, owner: value, key: field, below: at });
    else {
      const entries = value[field];
      if (form === 'list' ? !Array.isArray(entries) : !isObject(entries)) continue;
      const owner = entries as Record<string, unknown>;
      for (const key of Object.keys(owner)) {
        if (form !== 'fields' || !key.startsWith('x-')) visit({ kind: child, owner, key, below: at + toStep(key) });
      }
    }
  }
}

/** Finds every object of a bundled document by its kind. */
export function collectNodes(document: Record<string, unknown>): DocumentNodes {
  const nodes = Object.fromEntries(Object.keys(grammar).map((kind) => [kind, []])) as unknown as DocumentNodes;
  const visit = (kind: NodeKind, value: unknown, pointer: string): void => {
    if (!isObject(value)) return;
    // Only a schema's reference may have other keywords next to it (OAS 3.1, section 4.8.24).
    if (typeof value.$ref === 'string' && kind !== 'schema') return;
    nodes[kind].push({ pointer, value });
    eachChild(kind, value, (child) => visit(child.kind, child.owner[child.key], pointer + child.below));
  };
  visit('document', document, '#');
  return nodes;
}

import { isObject } from '../shared/json.ts';
import { toPointer } from './json-pointer.ts';

/** The kinds of objects of an OpenAPI document that the tools look at (OAS 3.1, section 4.8). */
export type NodeKind =
  | 'components'
  | 'document'
  | 'header'
  | 'mediaType'
  | 'operation'
  | 'parameter'
  | 'pathItem'
  | 'requestBody'
  | 'response'
  | 'schema'
  | 'securityScheme';

/** An object of a document, and the JSON Pointer at which it stands. */
export interface DocumentNode {
  pointer: string;
  value: Record<string, unknown>;
}

/** By kind, every object of a document in its order. References are not followed: each object comes once. */
export type DocumentNodes = Record<NodeKind, DocumentNode[]>;

type Shape = readonly ['one' | 'list' | 'map', NodeKind];

const operation: Shape = ['one', 'operation'];
const schema: Shape = ['one', 'schema'];
const schemas: Shape = ['list', 'schema'];
const namedSchemas: Shape = ['map', 'schema'];

/** Which kinds stand in which fields. */
const grammar: Record<NodeKind, Record<string, Shape>> = {
  document: { paths: ['map', 'pathItem'], webhooks: ['map', 'pathItem'], components: ['one', 'components'] },
  components: {
    schemas: namedSchemas,
    responses: ['map', 'response'],
    parameters: ['map', 'parameter'],
    requestBodies: ['map', 'requestBody'],
    headers: ['map', 'header'],
    securitySchemes: ['map', 'securityScheme'],
    pathItems: ['map', 'pathItem'],
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
  },
  operation: { parameters: ['list', 'parameter'], requestBody: ['one', 'requestBody'], responses: ['map', 'response'] },
  parameter: { schema, content: ['map', 'mediaType'] },
  header: { schema, content: ['map', 'mediaType'] },
  requestBody: { content: ['map', 'mediaType'] },
  response: { headers: ['map', 'header'], content: ['map', 'mediaType'] },
  // `itemSchema` is of OpenAPI 3.2.
  mediaType: { schema, itemSchema: schema },
  schema: {
    $defs: namedSchemas,
    additionalProperties: schema,
    allOf: schemas,
    anyOf: schemas,
    contains: schema,
    contentSchema: schema,
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

/** Finds every object of a bundled document by its kind. */
export function collectNodes(document: Record<string, unknown>): DocumentNodes {
  const nodes = Object.fromEntries(Object.keys(grammar).map((kind) => [kind, []])) as unknown as DocumentNodes;
  const visit = (kind: NodeKind, value: unknown, pointer: string): void => {
    if (!isObject(value)) return;
    // Only a schema's reference may have other keywords beside it (OAS 3.1, section 4.8.24).
    if (typeof value.$ref === 'string' && kind !== 'schema') return;
    nodes[kind].push({ pointer, value });
    for (const [field, [shape, child]] of Object.entries(grammar[kind])) {
      const below = value[field];
      const at = pointer + toPointer([field]).slice(1);
      if (shape === 'one') visit(child, below, at);
      else if (shape === 'list' ? Array.isArray(below) : isObject(below)) {
        for (const [key, one] of Object.entries(below as object)) visit(child, one, at + toPointer([key]).slice(1));
      }
    }
  };
  visit('document', document, '#');
  return nodes;
}

import type { OpenAPITSOptions, SchemaObject } from 'openapi-typescript';
import type typescript from 'typescript';
import { escapeDataReferences } from '../../../openapi/data-references.ts';
import type { OpenApiDocument } from '../../../openapi/openapi-document.ts';
import { isObject } from '../../../shared/json.ts';
import { emitTypeNames } from '../type-names.ts';
import { readyForTypes } from './ready-for-types.ts';
import { nameRecursiveTypes } from './recursive-types.ts';

/**
 * `types.ts`: the types of openapi-typescript, with event streams as `AsyncIterable` of their events and files as
 * `Blob`, and a short name for each schema.
 *
 * A field with a default stays optional: the default is only its meaning if a server omits it.
 */
export async function emitTypes(document: OpenApiDocument, head: string): Promise<string> {
  const { default: openapiTS, astToString, transformSchemaObject } = await import('openapi-typescript');
  const { default: ts } = await import('typescript');
  const options: OpenAPITSOptions = {
    silent: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform(schema, given) {
      if (schema.format === 'binary') return ts.factory.createTypeReferenceNode('Blob');
      const prefix = prefixOf(schema);
      if (prefix !== undefined) return textThatBeginsWith(ts, prefix);
      const event = eventOf(schema);
      if (!event) return undefined;
      return ts.factory.createTypeReferenceNode('AsyncIterable', [transformSchemaObject(event, given)]);
    },
  };
  // A copy, because openapi-typescript modifies its input.
  const { document: ready, restore } = readyForTypes(structuredClone(document));
  const nodes = await openapiTS(escapeDataReferences(ready) as never, options);
  const named = nameRecursiveTypes(ts, nodes, document);
  return `${head}${restore(astToString(named))}${emitTypeNames(document)}`;
}

/**
 * The common prefix of all strings of a schema, such as `data-`. Without it, event types could not be distinguished.
 */
function prefixOf({ type, pattern }: SchemaObject & { pattern?: unknown }): string | undefined {
  return type === 'string' && typeof pattern === 'string' ? /^\^([\w-]+)$/.exec(pattern)?.[1] : undefined;
}

function textThatBeginsWith({ factory, SyntaxKind }: typeof typescript, prefix: string): typescript.TypeNode {
  const rest = factory.createKeywordTypeNode(SyntaxKind.StringKeyword);
  return factory.createTemplateLiteralType(factory.createTemplateHead(prefix), [
    factory.createTemplateLiteralTypeSpan(rest, factory.createTemplateTail('')),
  ]);
}

/** The schema of one event, if `schema` is an event stream in the OpenAPI 3.1 form of this project. */
function eventOf(schema: SchemaObject): SchemaObject | undefined {
  const { contentMediaType, contentSchema } = schema as { contentMediaType?: unknown; contentSchema?: unknown };
  if (contentMediaType !== 'text/event-stream' || !isObject(contentSchema)) return undefined;
  return contentSchema.items as SchemaObject | undefined;
}

import type { SchemaObject } from 'openapi-typescript';
import { escapeDataReferences } from '../../openapi/data-references.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';
import { header } from '../generated-file.ts';
import { loadDevelopmentDependency } from '../load-development-dependency.ts';
import { typeNames } from './type-names.ts';

/**
 * `types.ts`: the types of openapi-typescript, an event stream being an `AsyncIterable` of its events, and a short name
 * for each schema.
 *
 * A field with a default is optional all the same: the default says what is meant where a server leaves it out.
 */
export async function emitTypes(document: OpenApiDocument): Promise<string> {
  const {
    default: openapiTS,
    astToString,
    transformSchemaObject,
  } = await loadDevelopmentDependency('openapi-typescript', () => import('openapi-typescript'));
  const { default: ts } = await loadDevelopmentDependency('typescript', () => import('typescript'));
  // A copy, because openapi-typescript writes into what it is given.
  const nodes = await openapiTS(escapeDataReferences(structuredClone(document)) as never, {
    silent: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform(schema, options) {
      const event = eventOf(schema);
      if (!event) return undefined;
      return ts.factory.createTypeReferenceNode('AsyncIterable', [transformSchemaObject(event, options)]);
    },
  });
  const aliases = typeNames(document).map((name) => `export type ${name} = components["schemas"]["${name}"];\n`);
  return `${header}${astToString(nodes)}${aliases.join('')}`;
}

/** The schema of one event, where `schema` is that of an event stream as this contract writes it in OpenAPI 3.1. */
function eventOf(schema: SchemaObject): SchemaObject | undefined {
  const { contentMediaType, contentSchema } = schema as { contentMediaType?: unknown; contentSchema?: unknown };
  if (contentMediaType !== 'text/event-stream' || !isObject(contentSchema)) return undefined;
  return contentSchema.items as SchemaObject | undefined;
}

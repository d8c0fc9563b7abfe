import { isObject } from '../../shared/json.ts';
import type { StreamProtocol } from '../../sse/stream-protocol.ts';
import type { StreamContract } from '../contract.ts';
import { isReadable } from '../ignored-protocols.ts';
import { resolvePointer, toStep } from '../json-pointer.ts';
import { mediaTypeOf } from '../media-type.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { eventNamesKey } from '../upgrade-document.ts';
import { asObject, follow, followAny } from './follow.ts';

/** The first event stream among the responses of an operation; `undefined` if none has typed events. */
export function readStream(
  document: OpenApiDocument,
  pointer: string,
  value: Record<string, unknown>,
): StreamContract | undefined {
  for (const status of Object.keys(asObject(value.responses))) {
    const response = follow(document, `${pointer}/responses/${status}`);
    for (const [mediaType, content] of Object.entries(asObject(response.value.content))) {
      if (mediaTypeOf(mediaType) !== 'text/event-stream') continue;
      const schema = `${response.pointer}/content${toStep(mediaType)}/schema`;
      if (resolvePointer(document, `${schema}/contentSchema/items`) === undefined) continue;
      const event = followAny(document, `${schema}/contentSchema/items`).pointer;
      const protocol = asObject(content)['x-stream-protocol'];
      return {
        status,
        mediaType,
        event,
        types: readTypes(document, event, asObject(protocol).type === 'event'),
        patterns: readPatterns(document, event),
        discriminator: String(asObject(asObject(resolvePointer(document, event)).discriminator).propertyName ?? 'type'),
        ...(isObject(protocol) && isReadable(protocol) ? { protocol: protocol as unknown as StreamProtocol } : {}),
      };
    }
  }
  return undefined;
}

/** By `event:` name, by the discriminator's mapping, or by the constant of each variant in the discriminating field. */
function readTypes(document: OpenApiDocument, event: string, byName: boolean): Record<string, string> {
  const union = asObject(resolvePointer(document, event));
  const names = union[eventNamesKey];
  if (byName && Array.isArray(names)) {
    return Object.fromEntries(names.map((name, index) => [name, follow(document, `${event}/anyOf/${index}`).pointer]));
  }
  const { mapping, propertyName = 'type' } = asObject(union.discriminator);
  if (isObject(mapping)) {
    return Object.fromEntries(Object.entries(mapping).map(([type, pointer]) => [type, String(pointer)]));
  }
  return Object.fromEntries(
    typesOfVariants(document, event, String(propertyName)).flatMap(({ pointer, type }) => {
      const values = type.const === undefined ? type.enum : [type.const];
      return Array.isArray(values) ? values.map((one): [string, string] => [String(one), pointer]) : [];
    }),
  );
}

function readPatterns(document: OpenApiDocument, event: string): StreamContract['patterns'] {
  const { propertyName = 'type' } = asObject(asObject(resolvePointer(document, event)).discriminator);
  return typesOfVariants(document, event, String(propertyName)).flatMap(({ pointer, type: { pattern } }) =>
    typeof pattern === 'string' ? [{ pattern, schema: pointer }] : [],
  );
}

/** The variants of a union, each with the schema of the discriminating property. */
function typesOfVariants(document: OpenApiDocument, event: string, property: string) {
  const union = asObject(resolvePointer(document, event));
  const keyword = ['oneOf', 'anyOf'].find((one) => Array.isArray(union[one]));
  const variants = keyword === undefined ? [] : (union[keyword] as unknown[]);
  return variants.map((_, index) => {
    const { pointer, value } = follow(document, `${event}/${keyword}/${index}`);
    return { pointer, type: asObject(asObject(value.properties)[property]) };
  });
}

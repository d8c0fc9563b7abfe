import type { Contract, StreamContract } from '../../openapi/contract.ts';
import { dereference, resolvePointer } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';
import { decodeEventStream } from '../../sse/event-stream-decoder.ts';
import { toJsonText } from '../generated-file.ts';

/**
 * `openapi-3.2.json`: the same contract as OpenAPI 3.2, which can describe each message of an event stream.
 *
 * `itemSchema` is the envelope that the specification describes for server-sent events (OAS 3.2, section 4.14.4): an
 * object with the message's fields, whose `data` is a string that holds an event as JSON.
 */
export function emitOpenApi32(document: OpenApiDocument, contract: Contract): string {
  const derived: OpenApiDocument = { ...structuredClone(document), openapi: '3.2.0' };
  for (const { responses, stream } of contract.operations) {
    const schema = stream && responses[stream.status]?.content[stream.mediaType]?.schema;
    if (schema) rewriteMediaType(derived, schema.slice(0, -'/schema'.length), stream);
  }
  return toJsonText(derived);
}

function rewriteMediaType(document: OpenApiDocument, pointer: string, stream: StreamContract): void {
  const mediaType = resolvePointer(document, pointer);
  // Two operations may share a response: it is rewritten once.
  if (!isObject(mediaType) || !isObject(mediaType.schema)) return;
  const { schema, example, examples, ...rest } = mediaType;
  const { items } = (schema as { contentSchema: { items: unknown } }).contentSchema;
  const named: Record<string, unknown> = {
    ...(example === undefined ? {} : { example: { value: example } }),
    ...(isObject(examples) ? examples : {}),
  };
  for (const owner of Object.keys(mediaType)) delete mediaType[owner];
  Object.assign(mediaType, {
    itemSchema: envelope(items, stream),
    ...(Object.keys(named).length === 0 ? {} : { examples: named }),
    ...rest,
  });
  for (const one of Object.values(named)) rewriteExample(document, one);
}

function envelope(event: unknown, { protocol }: StreamContract): object {
  const names = typeof protocol?.eventName === 'object' ? ['message', ...Object.keys(protocol.eventName)] : undefined;
  return {
    type: 'object',
    title: 'Server-sent event',
    description: 'One message of the stream, field by field as the WHATWG HTML standard reads it.',
    required: ['data'],
    properties: {
      data: {
        type: 'string',
        description: 'One event as JSON.',
        contentMediaType: 'application/json',
        contentSchema: event,
      },
      event: {
        type: 'string',
        description: `The name of the message${protocol ? ' (default: `message`)' : ''}.`,
        ...(names ? { enum: [...new Set(names)] } : {}),
      },
      id: { type: 'string', description: 'What a reader that connects again sends as `Last-Event-ID`.' },
      retry: {
        type: 'integer',
        format: 'int32',
        minimum: 0,
        description: 'How long a reader waits before it connects again, in milliseconds.',
      },
    },
  };
}

/** Writes an example in both forms of OpenAPI 3.2: as data (`dataValue`) and as sent (`serializedValue`). */
function rewriteExample(document: OpenApiDocument, example: unknown): void {
  const target = dereference(document, example);
  if (!isObject(target) || typeof target.value !== 'string') return;
  const { value } = target;
  delete target.value;
  target.dataValue = decodeEventStream(value).map(({ event, data, id }) => ({
    ...(event === 'message' ? {} : { event }),
    data,
    ...(id === undefined ? {} : { id }),
  }));
  target.serializedValue = value;
}

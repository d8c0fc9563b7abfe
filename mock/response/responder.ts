import { type MediaType, type Operation, type ResponseContract, responseFor } from '../../src/openapi/contract.ts';
import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { SampleTooLarge, sampleValue } from '../../src/openapi/sample/sample-value.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { excerpt } from '../../src/shared/excerpt.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import type { Reply } from '../http/exchange.ts';
import { isXmlType, readAccept } from '../http/media-type.ts';
import { errorReply } from '../http/replies.ts';
import type { Preference } from '../request/preference.ts';
import { requestedMediaType } from '../request/requested-media-type.ts';
import { inOrder, type ValueShape } from '../request/value-shape.ts';
import { type ChosenType, negotiate } from './negotiate.ts';
import { responseHeaders } from './response-headers.ts';
import { createSamples, type Sample } from './samples.ts';
import { isLargeExpanded } from './schema-size.ts';
import type { Violation } from './violations.ts';
import { isLines, writeBody } from './write-body.ts';

/** What a client requests of a response. */
export interface Wish {
  preference: Preference;
  /** The `Accept` header. */
  accept: string | undefined;
  /** The request body, which can ask for a stream. */
  body: unknown;
}

/** A response created from the document, and its violations of it. */
export interface MadeResponse {
  reply: Reply;
  readonly violations: Violation[];
}

/** Generates a value for a response; `undefined` if it cannot. Implemented with Prism. */
export type MakeDynamic = (operation: Operation, content: DynamicContent) => Promise<unknown>;

/** The content of a response to generate. */
export interface DynamicContent {
  status: number;
  mediaType: string;
  /** JSON Pointer. */
  schema: string;
}

/** Creates responses from the examples and schemas of a document. */
export interface Responder {
  /** The response to a valid request. */
  respond(operation: Operation, wish: Wish): Promise<MadeResponse>;
  /** A documented error response, regardless of `Accept`. */
  refusal(response: ResponseContract, status: number, wish: Wish, example?: string): Reply;
}

/** Maximum size of a schema for Prism, which expands all references. */
const mostExpanded = 5_000;

/** The parts that responses use. */
export interface ResponderParts {
  document: OpenApiDocument;
  validate: SchemaValidator;
  shapeOf(schema: string): ValueShape;
  makeDynamic?: MakeDynamic | undefined;
}

export function createResponder({ document, validate, shapeOf, makeDynamic }: ResponderParts): Responder {
  const samples = createSamples(document, validate);

  /**
   * The content of a response: generated if the request prefers that, else its example, else a sample of its schema.
   */
  const valueIn = (media: MediaType, contentType: string, example: string | undefined): Sample => {
    const { schema, examples } = media;
    const stated = example === undefined ? Object.values(examples)[0] : examples[example];
    if (stated !== undefined) {
      if (schema === undefined || !isJsonType(contentType)) return { value: stated, violations: [] };
      // An example requested by name is not repaired.
      return example === undefined ? samples.complete(schema, stated) : samples.asStated(schema, stated);
    }
    if (isEventStream(contentType)) return { value: eventsIn(schema), violations: [] };
    return schema === undefined ? { value: undefined, violations: [] } : samples.of(schema);
  };
  const eventsIn = (schema: string | undefined): unknown[] => {
    if (schema === undefined) return [];
    const event = `${schema}/contentSchema/items`;
    const { value } = samples.of(resolvePointer(document, event) === undefined ? schema : event);
    return Array.isArray(value) ? value : [value];
  };
  const make = (
    response: ResponseContract,
    status: number,
    chosen: ChosenType | undefined,
    valueFor: MakeValue,
  ): MadeResponse & { value?: unknown } => {
    const headers = responseHeaders(response, (schema) => samples.of(schema).value);
    if (!chosen || status === 204 || status === 304) return { reply: { status, headers }, violations: [] };
    const { name, contentType } = chosen;
    const media = response.content[name]!;
    const sample = valueFor(media, contentType);
    const { value } = sample;
    // A media type without example and schema documents that there is a body, but not which.
    const known = value === undefined ? (isJsonType(contentType) ? {} : '') : value;
    const body = writeBody(document, contentType, known, media.schema);
    return {
      reply: { status, headers: { 'content-type': contentType, ...headers }, ...body },
      value,
      get violations() {
        return sample.violations;
      },
    };
  };
  const dynamicIn = async (
    operation: Operation,
    status: number,
    { name, contentType }: ChosenType,
    media: MediaType,
  ) => {
    const { schema } = media;
    // Not for streams: the generated value would be a single string.
    if (schema === undefined || isEventStream(contentType) || isLines(contentType)) return undefined;
    const isSmall = makeDynamic && !isLargeExpanded(document, schema, mostExpanded);
    const value = isSmall ? await makeDynamic?.(operation, { status, mediaType: name, schema }) : undefined;
    if (value !== undefined) return inOrder(value, shapeOf(schema));
    return sampleValue(document, schema, { full: true, stated: false, direction: 'response' });
  };

  const respond = async (operation: Operation, { preference, accept, body }: Wish): Promise<MadeResponse> => {
    const found = chooseResponse(operation, preference);
    if (!('response' in found)) return { reply: found, violations: [] };
    const { response, status } = found;
    const { code, example, dynamic } = preference;
    const refused = refuseExample(operation, response, preference);
    if (refused) return { reply: refused, violations: [] };
    const offered = withExample(response, example);
    const asked = code === undefined ? requestedMediaType(operation, accept, body) : undefined;
    const chosen =
      asked !== undefined && offered.includes(asked) ? { name: asked, contentType: asked } : negotiate(offered, accept);
    if (!chosen && offered.length > 0) return { reply: notAcceptable(offered), violations: [] };
    const made =
      dynamic && chosen ? await dynamicIn(operation, status, chosen, response.content[chosen.name]!) : undefined;
    const result = make(response, status, chosen, (media, contentType) =>
      made === undefined ? valueIn(media, contentType, example) : { value: made, violations: [] },
    );
    const { name = '', contentType = '' } = chosen ?? {};
    const isUnreadable = !isEventStream(contentType) && isNoText(contentType, result.value, accept);
    return isUnreadable ? { ...result, reply: noText(name) } : result;
  };

  return {
    async respond(operation, wish) {
      try {
        return await respond(operation, wish);
      } catch (error) {
        if (!(error instanceof SampleTooLarge)) throw error;
        const text = `No response of ${operation.id} can be generated: ${error.message} Add an example.`;
        return { reply: errorReply(500, text), violations: [] };
      }
    },
    refusal(response, status, { accept }, example) {
      const offered = withExample(response, example);
      const chosen = negotiate(offered, accept) ?? negotiate(offered, undefined);
      return make(response, status, chosen, (media, contentType) => valueIn(media, contentType, example)).reply;
    },
  };
}

type MakeValue = (media: MediaType, contentType: string) => Sample;

function isEventStream(contentType: string): boolean {
  return /^text\/event-stream\b/i.test(contentType);
}

/** The requested response, else the first success, else the first documented response. */
function chooseResponse(
  operation: Operation,
  { code }: Preference,
): { response: ResponseContract; status: number } | Reply {
  const { responses } = operation;
  if (code !== undefined) {
    const response = responseFor(operation, code);
    if (response) return { response, status: code };
    return errorReply(
      404,
      `${operation.id} documents no response ${code}, only ${Object.keys(responses).join(', ') || 'none'}.`,
    );
  }
  const statuses = Object.keys(responses);
  const success = statuses.filter((status) => /^2\d\d$/.test(status)).sort()[0];
  const range = statuses.find((status) => /^2XX$/i.test(status));
  const key = success ?? range ?? (responses.default ? 'default' : undefined) ?? statuses[0];
  if (key === undefined) return { status: 200, headers: {} };
  const status = /^\d{3}$/.test(key) ? Number(key) : /^[1-5]XX$/i.test(key) ? Number(`${key[0]}00`) : 200;
  return { response: responses[key]!, status };
}

function withExample({ content }: ResponseContract, example: string | undefined): string[] {
  const names = Object.keys(content);
  const having = example === undefined ? [] : names.filter((name) => Object.hasOwn(content[name]!.examples, example));
  return having.length > 0 ? having : names;
}

function refuseExample(
  operation: Operation,
  { content }: ResponseContract,
  { code, example }: Preference,
): Reply | undefined {
  if (example === undefined) return undefined;
  const names = new Set(Object.values(content).flatMap(({ examples }) => Object.keys(examples)));
  return names.has(example) ? undefined : unknownExample(operation, code, example, [...names]);
}

/** 404 that lists the available examples. */
export function unknownExample({ id }: Operation, code: number | undefined, example: string, names: string[]): Reply {
  const where = code === undefined ? id : `${id} with ${code}`;
  return errorReply(404, `Unknown example ${excerpt(example, 60)} of ${where}. ${describeNames(example, names)}`);
}

function notAcceptable(offered: readonly string[]): Reply {
  return errorReply(406, `No response of this operation is acceptable. Expected Accept: ${offered.join(', ')}.`);
}

/** True if an object would have to be sent as text to a client that accepts nothing else: no rule defines its format. */
function isNoText(contentType: string, value: unknown, accept: string | undefined): boolean {
  if (typeof value !== 'object' || value === null || isXmlType(contentType) || !/^text\//i.test(contentType))
    return false;
  const ranges = readAccept(accept);
  return ranges.length > 0 && ranges.every(({ type }) => contentType.toLowerCase().startsWith(type));
}

function noText(contentType: string): Reply {
  return errorReply(
    500,
    `The document describes an object as ${contentType}; give the response an example that is text.`,
  );
}

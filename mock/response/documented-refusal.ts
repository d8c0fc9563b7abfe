import { type MediaType, type Operation, responseFor } from '../../src/openapi/contract.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { isObject } from '../../src/shared/json.ts';
import type { Reply } from '../http/exchange.ts';
import type { ValueShape } from '../request/value-shape.ts';
import { negotiate } from './negotiate.ts';
import { type Responder, unknownExample, type Wish } from './responder.ts';
import { titleOf } from './status-title.ts';

/** The parts that error responses use. */
export interface RefusalParts {
  responder: Responder;
  validate: SchemaValidator;
  shapeOf(schema: string): ValueShape;
}

/**
 * Converts an error response of the mock to the form that the operation documents: status, media type and schema. The
 * body is the mock's own if the schema has its fields, else problem details (RFC 9457), else the document's example. An
 * undocumented error is unchanged.
 */
export function asDocumented(parts: RefusalParts, operation: Operation, reply: Reply, wish: Wish): Reply {
  const status = statusOf(parts, operation, reply);
  const response = responseFor(operation, status);
  const names = Object.keys(response?.content ?? {});
  if (!response || names.length === 0) return { ...reply, status };
  const { code, example } = wish.preference;
  if (example !== undefined && code === status) {
    const known = [...new Set(names.flatMap((name) => Object.keys(response.content[name]!.examples)))];
    if (!known.includes(example)) return unknownExample(operation, code, example, known);
    return withHeaders(parts.responder.refusal(response, status, wish, example), reply);
  }
  const { name, contentType } = negotiate(names, wish.accept) ?? negotiate(names, undefined)!;
  const own = isJsonType(contentType)
    ? ownBody(parts, response.content[name]!, contentType, status, reply.body)
    : undefined;
  if (own !== undefined)
    return { ...reply, status, headers: { ...reply.headers, 'content-type': contentType }, body: own };
  return withHeaders(parts.responder.refusal(response, status, wish), reply);
}

function withHeaders(made: Reply, { headers: { 'content-type': _, ...headers } }: Reply): Reply {
  return { ...made, headers: { ...made.headers, ...headers } };
}

/**
 * A 422 becomes 400 if only that is documented. An undocumented media type is 415, except for services that report it
 * as a field error in their 422.
 */
function statusOf(parts: RefusalParts, operation: Operation, { status, body }: Reply): number {
  const { responses } = operation;
  if (status === 422 && !responses['422'] && responses['400']) return 400;
  if (status !== 415 || responses['415'] || responses['4XX']) return status;
  const listed = Object.entries(responses['422']?.content ?? {}).some(
    ([type, media]) => isJsonType(type) && media.schema !== undefined && knows(parts, media.schema, body),
  );
  return listed ? 422 : status;
}

function ownBody(
  parts: RefusalParts,
  { schema, examples }: MediaType,
  contentType: string,
  status: number,
  body: unknown,
): unknown {
  if (schema !== undefined) return [body, problemOf(status, body)].find((one) => knows(parts, schema, one));
  if (Object.keys(examples).length > 0) return undefined;
  return /^application\/problem\+json\b/i.test(contentType) ? problemOf(status, body) : body;
}

/** Whether a schema describes a body: it must name its fields, because a schema without `required` allows anything. */
function knows({ validate, shapeOf }: RefusalParts, schema: string, body: unknown): boolean {
  const { properties } = shapeOf(schema);
  return (
    isObject(body) &&
    Object.keys(body).every((name) => name === 'type' || properties.has(name)) &&
    validate(schema, body).length === 0
  );
}

/** The same error as problem details (RFC 9457, section 3.1). */
function problemOf(status: number, body: unknown): Record<string, unknown> {
  const { detail } = isObject(body) ? body : {};
  const [first] = Array.isArray(detail) ? detail : [];
  const sentence = isObject(first) ? `${(first.loc as unknown[]).join('.')}: ${first.msg}` : detail;
  return { type: 'about:blank', title: titleOf(status), status, detail: String(sentence) };
}

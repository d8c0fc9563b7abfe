import { STATUS_CODES } from 'node:http';
import { type Operation, responseFor } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import { isObject } from '../../src/shared/json.ts';
import type { Reply } from '../http/exchange.ts';

/** Answers an operation from the document's examples and schemas, with this status. */
type MakeExample = (status: number) => Promise<Reply>;

/**
 * A refusal of this mock in the form that the document of an operation gives to it: its media type, and a body that fits
 * its schema. Ours is taken where it fits, then that of RFC 9457, else an example. What is refused with 422 has the
 * status 400 where only that is documented. Where the document says nothing of it, the refusal stays as it is.
 */
export async function asDocumented(
  operation: Operation,
  reply: Reply,
  validate: SchemaValidator,
  makeExample: MakeExample,
): Promise<Reply> {
  const status = reply.status === 422 && !operation.responses['422'] && operation.responses['400'] ? 400 : reply.status;
  const content = Object.entries(responseFor(operation, status)?.content ?? {});
  if (content.length === 0) return { ...reply, status };
  for (const [type, { schema }] of content.filter(([type]) => /[/+]json\b/i.test(type))) {
    const body = [reply.body, problemOf(status, reply.body)].find(
      (one) => !schema || validate(schema, one).length === 0,
    );
    if (body !== undefined) return { ...reply, status, headers: { ...reply.headers, 'content-type': type }, body };
  }
  const example = await makeExample(status);
  return example.status === status ? { ...example, headers: { ...reply.headers, ...example.headers } } : reply;
}

/** The same as problem details (RFC 9457, section 3.1). */
function problemOf(status: number, body: unknown): Record<string, unknown> {
  const { detail } = isObject(body) ? body : {};
  const [first] = Array.isArray(detail) ? detail : [];
  const sentence = isObject(first) ? `${(first.loc as unknown[]).join('.')}: ${first.msg}` : detail;
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Refused', status, detail: String(sentence) };
}

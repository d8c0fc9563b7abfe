import {
  type Contract,
  type MediaType,
  type Operation,
  operationById,
  responseFor,
} from '../../../src/openapi/contract.ts';
import { isJsonType, mediaTypeOf } from '../../../src/openapi/media-type.ts';
import { hasNoValue } from '../../../src/openapi/sample/has-no-value.ts';
import type { SchemaValidator, SchemaViolation } from '../../../src/openapi/validate/schema-validator.ts';
import { cut, excerpt } from '../../../src/shared/excerpt.ts';
import { placeOf } from '../../../src/shared/wording.ts';
import type { Refusal } from '../../probes/cases/request-case.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import type { Violation } from '../rule.ts';

/** The status of an exchange; 0 without a response. */
export function statusOf({ response }: Exchange): number {
  return response?.status ?? 0;
}

/** True if the request was accepted. */
export function succeeded(exchange: Exchange): boolean {
  return statusOf(exchange) >= 200 && statusOf(exchange) < 300;
}

/** True if the server failed, did not respond or is rate-limited: the response says nothing about the request. */
export function failed(exchange: Exchange): boolean {
  const status = statusOf(exchange);
  return status === 0 || status === 429 || status >= 500;
}

/**
 * Inconclusive: the request uses an id from the document's examples, and the server rejects it with 403, 404 or 409.
 * The id may not exist on this server.
 */
export function isOpen(exchange: Exchange): boolean {
  const { case: own } = exchange;
  return own.kind !== 'other' && !!own.borrowed && [403, 404, 409, 410].includes(statusOf(exchange));
}

/** The response on one line. */
export function received({ response, failure }: Exchange): string {
  if (!response) return failure?.message ?? 'no response';
  return response.text
    ? `${response.status} ${cut(response.text.replaceAll(/\s+/g, ' '), 200)}`
    : String(response.status);
}

/** A violation if an exchange has another status than `expected`. */
export function expectStatus(exchange: Exchange, expected: Refusal, message: string): Violation | undefined {
  const status = statusOf(exchange);
  if (status === expected || failed(exchange)) return undefined;
  if (expected === '4XX' && status >= 400 && status < 500) return undefined;
  return {
    operation: exchange.operation,
    message,
    expected: expected === '4XX' ? 'a 4xx status' : String(expected),
    received: received(exchange),
    exchange,
  };
}

/** The documented statuses of an exchange's operation. */
export function expectedStatuses(contract: Contract, { operation }: Exchange): string[] {
  return Object.keys(operationById(contract, operation).responses);
}

/** A response to the operation's own method, with a documented status. */
export interface DocumentedResponse {
  operation: Operation;
  exchange: Exchange;
}

/** The responses that the contract describes; not those to unsupported methods. */
export function documentedResponses(
  contract: Contract,
  { exchanges }: Pick<Observations, 'exchanges'>,
): DocumentedResponse[] {
  return exchanges.flatMap((exchange) => {
    const operation = contract.operations.find(({ id }) => id === exchange.operation);
    if (!operation || operation.method !== exchange.request.method) return [];
    // `default` describes every status; 0 is not a status.
    return exchange.response && responseFor(operation, statusOf(exchange)) ? [{ operation, exchange }] : [];
  });
}

/**
 * The schema for a JSON body: that of its media type, or none if that is documented and not JSON. An undocumented media
 * type is checked as `application/json`; another rule checks the type itself.
 */
function jsonSchemaOf(content: Record<string, MediaType>, response: Exchange['response']): string | undefined {
  const sent = mediaTypeOf(response?.headers['content-type']);
  const names = Object.keys(content);
  const documented =
    names.find((one) => mediaTypeOf(one) === sent) ?? names.find((one) => coversMediaType(mediaTypeOf(one), sent));
  if (documented === undefined) return content['application/json']?.schema;
  return isJsonType(sent) ? content[documented]?.schema : undefined;
}

/** Media types can be documented as ranges (OAS 3.1, section 4.8.14). */
export function coversMediaType(documented: string, sent: string | undefined): boolean {
  if (documented === sent || documented === '*/*') return true;
  return documented.endsWith('/*') && sent?.startsWith(documented.slice(0, -1)) === true;
}

/** The violations of a JSON body, one for each place. */
export function bodyViolations(
  { contract, validate }: { contract: Contract; validate: SchemaValidator },
  { operation, exchange }: DocumentedResponse,
): Violation[] {
  const { response } = exchange;
  const schema = jsonSchemaOf(responseFor(operation, statusOf(exchange))?.content ?? {}, response);
  if (!response || !schema || operation.method === 'HEAD') return [];
  const about = { operation: operation.id, exchange };
  if (response.json === undefined) {
    if (exchange.failure) return [];
    return [
      {
        ...about,
        message: `The body of a ${response.status} is not JSON.`,
        expected: 'JSON',
        received: received(exchange),
      },
    ];
  }
  const violations = validate(schema, response.json);
  // A contradictory schema accepts no value.
  if (violations.length > 0 && hasNoValue(contract.document, schema)) return [];
  return violations.map(({ at, message, value, provenance, keyword }) => ({
    ...about,
    message: `In the body of a ${response.status}, ${placeOf(at)} ${message}.`,
    ...describeSchemaViolation({ at, message, value, keyword }),
    provenance,
  }));
}

/** The expected and the received value at a place. */
export function describeSchemaViolation({
  at,
  message,
  value,
  keyword,
}: Pick<SchemaViolation, 'at' | 'message' | 'value' | 'keyword'>): Pick<Violation, 'expected' | 'received'> {
  const place = placeOf(at);
  if (keyword === 'required') return { expected: `${place}, which is required`, received: `no ${place}` };
  return { expected: `${place} ${message}`, received: `${place}: ${excerpt(value, 120)}` };
}

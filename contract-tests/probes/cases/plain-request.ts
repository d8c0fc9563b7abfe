import { type Contract, type Operation, type Parameter, schemaAt } from '../../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../../src/openapi/schema-validator.ts';
import { isObject } from '../../../src/shared/json.ts';
import { jsonSchemaOf } from './operation-cases.ts';
import type { RequestParts } from './request-case.ts';
import { sampleValue, statedValues } from './sample-value.ts';

/** A valid request of an operation. */
export interface PlainRequest {
  parts: RequestParts;
  /** True where its address names what the document's examples name, and which a server may not have. */
  borrowedAddress: boolean;
}

/** What is needed to make requests for the operations of any contract. */
export interface RequestMaking {
  contract: Contract;
  validate: SchemaValidator;
}

/**
 * The smallest valid request of an operation: required parameters and body, of the document's examples where it has some
 * that keep its own schemas, else made up. The things that a path names are not made up: a path parameter takes its value
 * from `ids` or from the document.
 *
 * @param ids what the run created, by path parameter
 * @returns the request, or one sentence that says why there is none
 */
export function plainRequest(
  making: RequestMaking,
  operation: Operation,
  ids: ReadonlyMap<string, string>,
): PlainRequest | string {
  const parts: RequestParts = { path: {}, query: {} };
  const headers: Record<string, string> = {};
  let borrowedAddress = false;
  if (operation.method === 'TRACE') return 'No client may send TRACE.';
  for (const parameter of operation.parameters.filter(({ required, in: place }) => required || place === 'path')) {
    const { name, in: place } = parameter;
    const created = place === 'path' ? ids.get(name) : undefined;
    const own = created !== undefined && fits(making, parameter, created) ? created : undefined;
    const value = own ?? textOf(making, parameter);
    if (value === undefined) {
      return place === 'path'
        ? `Nothing says which ${name} there is: no operation that the run may use creates one, and the document has no valid example of it.`
        : `No value for its ${place} parameter ${name} could be made; the document may give a valid example.`;
    }
    if (place === 'path') {
      parts.path[name] = value;
      borrowedAddress ||= own === undefined;
    } else if (place === 'query') parts.query[name] = value;
    else if (place === 'header') headers[name.toLowerCase()] = value;
    else headers.cookie = [headers.cookie, `${name}=${encodeURIComponent(value)}`].filter(Boolean).join('; ');
  }
  if (Object.keys(headers).length > 0) parts.headers = headers;
  const { requestBody } = operation;
  if (!requestBody || operation.method === 'GET' || operation.method === 'HEAD') return { parts, borrowedAddress };
  const body = bodyOf(making, operation);
  if (body !== undefined) return { parts: { ...parts, body: { json: body.json } }, borrowedAddress };
  if (!requestBody.required) return { parts, borrowedAddress };
  return jsonSchemaOf(operation) === undefined
    ? `Its body is not application/json but ${Object.keys(requestBody.content).join(', ') || 'of no media type'}.`
    : 'No valid body could be made of its schema; the document may give a valid example.';
}

/** The values that a text in an address may be read as: texts, numbers, booleans, lists of one. */
export function readingsOf(text: string): unknown[] {
  const single: unknown[] = [text];
  if (text !== '' && Number.isFinite(Number(text))) single.push(Number(text));
  if (text === 'true' || text === 'false') single.push(text === 'true');
  return [...single, ...single.map((one) => [one])];
}

function bodyOf({ contract, validate }: RequestMaking, operation: Operation): { json: unknown } | undefined {
  const media = operation.requestBody?.content['application/json'];
  if (!media) return undefined;
  const { schema } = media;
  const examples = Object.values(media.examples);
  if (schema === undefined) return examples[0] === undefined ? undefined : { json: examples[0] };
  const values = [...examples, sampleValue(contract.document, schema)];
  const index = values.findIndex((value) => value !== undefined && validate(schema, value).length === 0);
  return index < 0 ? undefined : { json: values[index] };
}

function textOf({ contract, validate }: RequestMaking, parameter: Parameter): string | undefined {
  const { schema, example, in: place } = parameter;
  if (schema === undefined) return undefined;
  const target = schemaAt(contract.document, schema).schema;
  const stated = [...(example === undefined ? [] : [example]), ...(isObject(target) ? statedValues(target) : [])];
  const made = place === 'path' ? [] : [sampleValue(contract.document, schema)];
  const texts = [...stated, ...made].flatMap((value) => {
    const one = Array.isArray(value) ? value[0] : value;
    return ['string', 'number', 'boolean'].includes(typeof one) && one !== '' ? [String(one)] : [];
  });
  return texts.find((text) => fits({ contract, validate }, parameter, text));
}

/** An id that a server gave to what it created may still be none that the document allows in an address. */
function fits({ validate }: RequestMaking, { schema }: Parameter, text: string): boolean {
  return schema === undefined || readingsOf(text).some((reading) => validate(schema, reading).length === 0);
}

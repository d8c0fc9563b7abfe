import * as fc from 'fast-check';
import { type Operation, operationBefore, type Parameter, schemaAt } from '../../../src/openapi/contract.ts';
import { statedValues } from '../../../src/openapi/sample/sample-facets.ts';
import { samplesOf, sampleValue } from '../../../src/openapi/sample/sample-value.ts';
import { isObject, parseJson } from '../../../src/shared/json.ts';
import { arbitraryValue } from './arbitrary-value.ts';
import { plainBody } from './plain-body.ts';
import type { RequestMaking, RequestParts } from './request-case.ts';

/** A valid request of an operation. */
export interface PlainRequest {
  parts: RequestParts;
  /** True if a path value comes from the document or is generated: the resource may not exist on the server. */
  borrowedAddress: boolean;
  /** True if a path value is generated from the schema: it comes from neither the user, the run nor the document. */
  madeUp: boolean;
  /** True if its path or its body is borrowed. */
  borrowed: boolean;
}

/**
 * The smallest valid request of an operation: its required parameters and its body. Values come from the user, from
 * resources that the run created, from valid examples of the document, or are generated from the schema.
 *
 * @param ids of created resources, by path parameter
 * @returns the request, or a sentence that explains why there is none
 */
export function plainRequest(
  making: RequestMaking,
  operation: Operation,
  ids: ReadonlyMap<string, string>,
): PlainRequest | string {
  const parts: RequestParts = { path: {}, query: {} };
  let borrowedAddress = false;
  let madeUp = false;
  const before = operationBefore(making.contract, operation);
  if (before)
    return `Requests cannot distinguish it from ${before.id}: their paths differ only in a fragment or in parameter names.`;
  if (operation.method === 'TRACE') return 'No client may send TRACE.';
  for (const parameter of operation.parameters) {
    const { name, in: place, required } = parameter;
    const given = making.params?.[name];
    if (!required && place !== 'path' && given === undefined) continue;
    const created = place === 'path' && given === undefined ? ids.get(name) : undefined;
    const own = given ?? (created !== undefined && fits(making, parameter, created) ? created : undefined);
    const value = own === undefined ? findValue(making, parameter) : readText(making, parameter, own);
    if (value === undefined) {
      return `No value fits its ${place} parameter ${name}. Add a valid example to the document, or give --param ${name}=VALUE.`;
    }
    if (place === 'path' && own === undefined) {
      borrowedAddress = true;
      madeUp ||= !isStated(making, parameter, value);
    }
    holderOf(parts, place)[name] = value;
  }
  const { requestBody } = operation;
  if (!requestBody || operation.method === 'GET' || operation.method === 'HEAD') {
    return { parts, borrowedAddress, madeUp, borrowed: borrowedAddress };
  }
  const body = plainBody(making, requestBody);
  if (typeof body === 'string') {
    return requestBody.required ? body : { parts, borrowedAddress, madeUp, borrowed: borrowedAddress };
  }
  const borrowed = borrowedAddress || making.fields === undefined;
  return { parts: { ...parts, body }, borrowedAddress, madeUp, borrowed };
}

function holderOf(parts: RequestParts, place: Parameter['in']): Record<string, unknown> {
  if (place === 'path') return parts.path;
  if (place === 'query') return parts.query;
  const key = place === 'header' ? 'headers' : 'cookies';
  const holder = parts[key] ?? {};
  parts[key] = holder;
  return holder;
}

/** The possible readings of a string in a URL: strings, numbers, booleans, JSON, lists of one item. */
export function readingsOf(text: string): unknown[] {
  const single: unknown[] = [text];
  if (text !== '' && Number.isFinite(Number(text))) single.push(Number(text));
  if (text === 'true' || text === 'false') single.push(text === 'true');
  return [...single, ...single.map((one) => [one])];
}

/** Number of generated values to try if the sample does not fit. */
const attempts = 40;

/** A value that fits the schema of a parameter. It is never empty: empty lists and strings would not be sent at all. */
function findValue({ contract, validate }: RequestMaking, { schema, example }: Parameter): unknown {
  if (schema === undefined) return example ?? 'text';
  const { document } = contract;
  const { schema: target, pointer } = schemaAt(document, schema);
  const isValid = (value: unknown) => !isEmpty(value) && validate(schema, value).length === 0;
  const stated = [...(example === undefined ? [] : [example]), ...(isObject(target) ? statedValues(target) : [])];
  const items = isObject(target) && isObject(target.items) ? [[sampleValue(document, `${pointer}/items`)]] : [];
  const made = samplesOf(document, schema);
  const known = [...stated, ...made, ...items].find(isValid);
  return known ?? fc.sample(arbitraryValue(document, schema), { seed: 1, numRuns: attempts }).find(isValid);
}

/** True if the document has a value: an example, a default or an `enum`. */
function isStated({ contract }: RequestMaking, { schema, example }: Parameter, value: unknown): boolean {
  const target = schema === undefined ? undefined : schemaAt(contract.document, schema).schema;
  return [example, ...(isObject(target) ? statedValues(target) : [])].includes(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Parses a string as a parameter value: the reading that fits the schema, else the string itself. */
function readText({ validate }: RequestMaking, { schema }: Parameter, text: string): unknown {
  if (schema === undefined) return text;
  const json = parseJson(text);
  return [text, json].find((one) => one !== undefined && validate(schema, one).length === 0) ?? text;
}

/** A server may assign ids that its document does not allow in a path. */
function fits({ validate }: RequestMaking, { schema }: Parameter, text: string): boolean {
  return schema === undefined || readingsOf(text).some((reading) => validate(schema, reading).length === 0);
}

import type { Operation, Parameter } from '../../../src/openapi/contract.ts';
import { readingsOf } from './plain-request.ts';
import type { RequestMaking, RequestParts } from './request-case.ts';
import { unknownId } from './unknown-id.ts';

/** Maximum attempts to find an unknown id that fits the schema. */
const attempts = 20;

/**
 * Length of an unknown id if a UUID is too long: digits of a 32-bit integer, and characters of a text that is still
 * unlikely to exist.
 */
const digits = 9;
const shortest = 6;

/**
 * The same request for a resource that does not exist: its path parameters and the ids in its query get unknown values.
 * Values of the user stay.
 *
 * @returns undefined if the schemas allow no such value: the resource may then exist
 */
export function aboutNothing(
  making: RequestMaking,
  operation: Operation,
  parts: RequestParts,
): RequestParts | undefined {
  const path = { ...parts.path };
  const query = { ...parts.query };
  let changed = false;
  for (const parameter of operation.parameters) {
    const { name, in: place } = parameter;
    const holder = place === 'path' ? path : place === 'query' && /ids?$/i.test(name) ? query : {};
    if (!Object.hasOwn(holder, name) || making.params?.[name] !== undefined) continue;
    const unknown = unknownValue(making, parameter, holder[name]);
    if (unknown === undefined) continue;
    holder[name] = unknown;
    changed = true;
  }
  return changed ? { ...parts, path, query } : undefined;
}

function unknownValue({ validate }: RequestMaking, { schema }: Parameter, value: unknown): unknown {
  const single = Array.isArray(value) ? value[0] : value;
  if (typeof single !== 'string' && typeof single !== 'number') return undefined;
  const short = typeof single === 'number' ? digits : Math.max(single.length, shortest);
  const texts = Array.from({ length: attempts }, (_, attempt) => unknownId(String(single), attempt));
  const fits = (reading: unknown) => schema === undefined || validate(schema, reading).length === 0;
  // Without a type, a schema accepts values that its pattern does not intend.
  const isAlike = (reading: unknown) => Array.isArray(reading) === Array.isArray(value);
  return [...texts, ...texts.map((text) => text.slice(-short))]
    .flatMap(readingsOf)
    .find((reading) => isAlike(reading) && typeof [reading].flat()[0] === typeof single && fits(reading));
}

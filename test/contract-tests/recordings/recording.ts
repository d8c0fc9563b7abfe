import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { emptyObservations, type Observations } from '../../../contract-tests/run/observations.ts';
import ownDocument from '../../../generated/openapi.json' with { type: 'json' };
import { isObject } from '../../../src/shared/json.ts';
import { packageRoot } from '../../../src/shared/package-root.ts';

/** The minimum that a rule reads of two runs: one that passes and one that fails. */
export interface Recording {
  rule: string;
  /** The API: `chat`, or a folder of `examples/streams`. */
  api: string;
  passes: Encoded;
  fails: Encoded;
}

/** Observations as JSON. Exchanges and turns are written once, because several lists contain the same ones. */
export interface Encoded {
  objects: unknown[];
  seen: Record<string, unknown>;
}

export const recordingsFile = join(packageRoot, 'test/contract-tests/recordings/recorded-observations.json');

/** The OpenAPI document of a recording's API. */
export function documentOf(api: string): Record<string, unknown> {
  if (api === 'chat') return ownDocument;
  return parse(readFileSync(join(packageRoot, 'examples/streams', api, 'openapi.yaml'), 'utf8'));
}

/** Empty lists, and data that no rule reads, are omitted. */
export function encode(seen: Observations): Encoded {
  const objects: unknown[] = [];
  const places = new Map<object, number>();
  const write = (value: unknown): unknown => {
    if (value instanceof Set) return { $set: [...value] };
    if (Array.isArray(value)) return value.map(write);
    if (!isObject(value)) return value;
    if (!('request' in value) && !('messages' in value && 'exchange' in value)) return writeFields(value);
    const known = places.get(value);
    if (known !== undefined) return { $object: known };
    const place = objects.push(undefined) - 1;
    places.set(value, place);
    objects[place] = writeFields(value);
    return { $object: place };
  };
  const writeFields = (value: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).map(([name, field]) => [name, write(field)]));
  const lists = Object.entries(seen).filter(([, value]) => Array.isArray(value) && value.length > 0);
  return { objects, seen: Object.fromEntries(lists.map(([name, value]) => [name, write(value)])) };
}

export function decode({ objects, seen }: Encoded): Observations {
  const read = new Map<number, object>();
  const decodeValue = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(decodeValue);
    if (!isObject(value)) return value;
    if (Array.isArray(value.$set)) return new Set(value.$set);
    if (typeof value.$object !== 'number') return decodeFields(value, {});
    const known = read.get(value.$object);
    if (known) return known;
    const object = {};
    read.set(value.$object, object);
    return decodeFields(objects[value.$object] as object, object);
  };
  const decodeFields = (value: object, into: object) =>
    Object.assign(into, Object.fromEntries(Object.entries(value).map(([name, field]) => [name, decodeValue(field)])));
  return { ...emptyObservations('http://mock.invalid', 0), ...(decodeValue(seen) as Partial<Observations>) };
}

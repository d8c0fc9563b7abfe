import type { Parameter } from '../../src/openapi/contract.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import { decodePercent } from '../../src/shared/encoding/decode-percent.ts';
import { parseJson } from '../../src/shared/json.ts';
import { readCookies } from '../http/cookies.ts';
import type { Incoming } from '../http/exchange.ts';
import type { Target } from '../http/target.ts';
import { readDeepObject } from './deep-object.ts';
import { coerceList, coerceObject, coerceText, coerceTexts, type ValueShape } from './value-shape.ts';

/** The sources of a request's parameters. */
export interface ParameterSource {
  /** With delimiters still percent-encoded. */
  path: Record<string, string>;
  target: Target;
  incoming: Incoming;
  /** The names of the operation's query parameters. */
  declared: ReadonlySet<string>;
}

/**
 * The possible values of a parameter, the most likely first, because the sent text can often be read in several ways.
 * Empty if the parameter was not sent.
 *
 * Styles are those of OAS 3.1, section 4.8.12.4.
 */
export function readParameter(parameter: Parameter, shape: ValueShape, source: ParameterSource): unknown[] {
  const { in: place, name, mediaType, allowEmptyValue } = parameter;
  if (place === 'query') {
    if (source.target.search === '') return [];
    if (allowEmptyValue && source.target.query.get(name) === '') return [];
    if (mediaType !== undefined) return readContent(mediaType, source.target.query.getAll(name).at(-1));
    return readQuery(parameter, shape, source);
  }
  if (place === 'cookie') return readCookie(parameter, shape, readCookies(source.incoming.header('cookie')));
  const text = place === 'path' ? source.path[name] : source.incoming.header(name.toLowerCase());
  if (text === undefined || (place === 'path' && text === '')) return [];
  const decode = place === 'path' ? decodeURIComponent : (one: string) => one.trim();
  if (mediaType !== undefined) return readContent(mediaType, decode(text));
  return readDelimited(parameter, shape, text, decode);
}

function readContent(mediaType: string, text: string | undefined): unknown[] {
  if (text === undefined) return [];
  return [isJsonType(mediaType) ? (parseJson(text) ?? text) : text];
}

function readQuery(parameter: Parameter, shape: ValueShape, { target, declared }: ParameterSource): unknown[] {
  const { name, style, explode } = parameter;
  const { query, search } = target;
  const isObject = shape.types.has('object');
  if (style === 'deepObject') return readDeepObject(name, shape, [...query]);
  const texts = query.getAll(name);
  if (isObject && explode) {
    const isFree = shape.others !== undefined || shape.properties.size === 0;
    const own = [...query].filter(([key]) => shape.properties.has(key) || (isFree && !declared.has(key)));
    if (own.length > 0) return [coerceObject(shape, own)];
  }
  if (texts.length === 0) return [];
  const last = texts.at(-1)!;
  if (!isObject && !shape.types.has('array')) return [coerceText(shape, last), last];
  const scalar = isScalar(shape) ? [coerceText(shape, last)] : [];
  if (explode && !isObject) return [coerceList(shape, texts), ...scalar];
  const delimiter = style === 'pipeDelimited' ? '|' : style === 'spaceDelimited' ? ' ' : ',';
  // An encoded comma belongs to the value, unless the client encoded all commas.
  const encoded = rawValue(search, name);
  const strict = delimiter === ',' ? encoded.split(',').map(decodeForm) : last.split(delimiter);
  const splits = texts.length > 1 ? [texts] : [strict, last.split(delimiter)];
  return [...splits.map((parts) => listOrObject(shape, parts)), ...scalar, last];
}

/** The last value of a query parameter, still percent-encoded. */
function rawValue(search: string, name: string): string {
  const pairs = search.split('&').map((pair) => pair.split(/=(.*)/s));
  return pairs.findLast(([key = '']) => decodeForm(key) === name)?.[1] ?? '';
}

function decodeForm(text: string): string {
  return new URLSearchParams(`a=${text.replaceAll('&', '%26')}`).get('a') ?? '';
}

function readCookie(parameter: Parameter, shape: ValueShape, cookies: Record<string, string>): unknown[] {
  const { name, explode, mediaType } = parameter;
  if (shape.types.has('object') && explode && mediaType === undefined) {
    const own = Object.entries(cookies).filter(([key]) => shape.properties.has(key));
    if (own.length > 0) return [coerceObject(shape, own)];
  }
  const text = cookies[name];
  if (text === undefined) return [];
  const plain = decodePercent(text);
  if (mediaType !== undefined) return readContent(mediaType, plain);
  if (!shape.types.has('array') && !shape.types.has('object'))
    return [coerceText(shape, plain), coerceText(shape, text)];
  return [listOrObject(shape, text.split(',').map(decodePercent)), listOrObject(shape, plain.split(','))];
}

/** Reads the styles `simple`, `label` and `matrix`. */
function readDelimited(
  { name, style, explode }: Parameter,
  shape: ValueShape,
  text: string,
  decode: (text: string) => string,
): unknown[] {
  const isObject = shape.types.has('object');
  const isList = shape.types.has('array');
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  if (!text.startsWith(prefix)) return [decode(text)];
  const rest = text.slice(prefix.length);
  if (style === 'matrix') return readMatrix(name, explode, shape, rest.split(';'), decode);
  if (!isObject && !isList) return [coerceText(shape, decode(rest)), decode(rest)];
  const delimiters = style === 'label' ? (explode ? ['.'] : [',', '.']) : [','];
  const readings = delimiters.map((delimiter) => {
    const parts = rest.split(delimiter);
    if (isObject && explode)
      return coerceObject(
        shape,
        parts.map((part) => pairOf(part, decode)),
      );
    return listOrObject(shape, parts.map(decode));
  });
  return [...readings, ...(isScalar(shape) ? [coerceText(shape, decode(rest))] : [])];
}

function readMatrix(
  name: string,
  explode: boolean,
  shape: ValueShape,
  parts: string[],
  decode: (text: string) => string,
): unknown[] {
  const pairs = parts.map((part) => pairOf(part, (one) => one));
  if (shape.types.has('object') && explode) {
    return [
      coerceObject(
        shape,
        pairs.map(([key, value]) => [decode(key), decode(value)] as const),
      ),
    ];
  }
  const own = pairs.filter(([key]) => decode(key) === name).map(([, value]) => value);
  if (own.length !== pairs.length) return [`;${parts.map(decode).join(';')}`];
  if (!shape.types.has('object') && !shape.types.has('array')) return [coerceTexts(shape, own.map(decode))];
  if (explode) return [listOrObject(shape, own.map(decode))];
  return [listOrObject(shape, (own.at(-1) ?? '').split(',').map(decode))];
}

function pairOf(text: string, decode: (text: string) => string): readonly [string, string] {
  const [name = '', value = ''] = text.split(/=(.*)/s);
  return [decode(name), decode(value)];
}

/** A list, or an object from alternating names and values. */
function listOrObject(shape: ValueShape, parts: readonly string[]): unknown {
  if (!shape.types.has('object') || (shape.types.has('array') && parts.length % 2 === 1))
    return coerceList(shape, parts);
  const pairs = Array.from(
    { length: Math.ceil(parts.length / 2) },
    (_, index) => [parts[2 * index] ?? '', parts[2 * index + 1] ?? ''] as const,
  );
  return coerceObject(shape, pairs);
}

function isScalar({ types }: ValueShape): boolean {
  return ['string', 'integer', 'number', 'boolean'].some((type) => types.has(type));
}

import { createQuerySerializer, defaultPathSerializer } from 'openapi-fetch';
import type { ParameterStyle } from '../../openapi/operation-descriptor.ts';

/** Values of parameters or form fields by name. */
export type Values = Readonly<Record<string, unknown>>;

/** Styles by name; OpenAPI's default for a name without one. */
export type Styles = Readonly<Record<string, ParameterStyle>>;

/** A query, without its question mark: every style of OpenAPI (OAS 3.1, section 4.8.12.3). */
export function writeQuery(values: Values, styles: Styles = {}): string {
  return Object.entries(values)
    .map(([name, value]) => writeParameter(name, value, styles[name]))
    .filter(Boolean)
    .join('&');
}

/** One parameter of a query, or one field of a form, name included; empty if there is no value. */
export function writeParameter(
  name: string,
  given: unknown,
  {
    style = 'form',
    explode = style === 'form' || style === 'deepObject',
    allowReserved = false,
    content,
  }: ParameterStyle = {},
): string {
  const value = content && given !== undefined ? JSON.stringify(given) : plain(given, allowReserved);
  const isDelimited = style === 'spaceDelimited' || style === 'pipeDelimited';
  const written =
    typeof value !== 'object' || Array.isArray(value)
      ? value
      : style === 'deepObject'
        ? flatten(value as Values)
        : isDelimited
          ? Object.entries(value as Values).flat()
          : encodeNames(value as Values);
  const options = { style: style as 'form', explode };
  return createQuerySerializer<Values>({ array: options, object: options, allowReserved })({
    [encodeURIComponent(name)]: written,
  });
}

/** Fills a path's template, each parameter in its style. */
export function writePath(template: string, values: Values, styles: Styles = {}): string {
  const byPosition: Record<string, unknown> = {};
  const marked = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const { style = 'simple', explode = false, content } = styles[name] ?? {};
    // Only the matrix style writes the name; other names could end in a character that openapi-fetch interprets.
    const key = style === 'matrix' ? encodeURIComponent(name) : `p${Object.keys(byPosition).length}`;
    byPosition[key] = content ? JSON.stringify(values[name]) : plain(values[name]);
    return `{${style === 'matrix' ? ';' : style === 'label' ? '.' : ''}${key}${explode ? '*' : ''}}`;
  });
  return defaultPathSerializer(marked, byPosition);
}

/** Headers or cookies: plain values unchanged, lists and objects joined in the simple style. */
export function writeHeaders(values: Values = {}, styles: Styles = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, given]) => {
      const { explode = false, content } = styles[name] ?? {};
      const value = content ? JSON.stringify(given) : plain(given);
      if (value === undefined || value === null) return [];
      if (typeof value !== 'object') return [[name, String(value)]];
      const parts = Array.isArray(value)
        ? value
        : Object.entries(value).flatMap(([key, one]) => (explode ? [`${key}=${one}`] : [key, one]));
      return [[name, parts.join(',')]];
    }),
  );
}

/** Dates as text, and no absent items in lists. */
function plain(value: unknown, allowReserved = false): unknown {
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.filter((one) => one != null).map((one) => plain(one, allowReserved));
  // Both characters would end the value.
  if (typeof value === 'string' && allowReserved) return value.replace(/[#&]/g, encodeURIComponent);
  return value;
}

function encodeNames(value: Values): Values {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one != null)
      .map(([name, one]) => [encodeURIComponent(name), plain(one)]),
  );
}

/** `{ a: { b: 1 } }` as `{ 'a][b': 1 }`: openapi-fetch writes only one level of a deep object. */
function flatten(value: Values | unknown[], prefix = ''): Values {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      const key = prefix + encodeURIComponent(name);
      const simple = plain(one);
      if (simple === null || typeof simple !== 'object') return [[key, simple]];
      return Object.entries(flatten(simple as Values, `${key}][`));
    }),
  );
}

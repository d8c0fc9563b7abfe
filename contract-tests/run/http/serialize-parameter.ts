import { serializeArrayParam, serializeObjectParam, serializePrimitiveParam } from 'openapi-fetch';
import type { Parameter } from '../../../src/openapi/contract.ts';
import { isObject } from '../../../src/shared/json.ts';

type Form = Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'mediaType'>;

/** Query parameters that the document does not declare are written in the default style. */
const undeclared = (name: string): Form => ({ name, in: 'query', style: 'form', explode: true });

/** A value in a path, percent-encoded (OAS 3.1, section 4.8.12.3). */
export function pathText({ name, style, explode, mediaType }: Form, value: unknown): string {
  if (mediaType !== undefined) return encodeText(contentText(value));
  const how = { style: style as 'simple' | 'label' | 'matrix', explode };
  if (Array.isArray(value)) return serializeArrayParam(name, value.map(textOf), how);
  if (isObject(value)) return serializeObjectParam(name, mapFields(value), how);
  const text = encodeText(String(value ?? ''));
  if (style === 'label') return `.${text}`;
  return style === 'matrix' ? `;${name}=${text}` : text;
}

/** A query parameter as `name=value`, several of them, or nothing, percent-encoded. */
export function queryText(parameter: Form | undefined, name: string, value: unknown): string {
  const { style, explode, mediaType } = parameter ?? undeclared(name);
  const key = encodeText(name);
  if (value === undefined || value === null) return '';
  if (mediaType !== undefined) return `${key}=${encodeText(contentText(value))}`;
  if (style === 'deepObject' && typeof value === 'object') return deepText(key, value);
  if (Array.isArray(value)) {
    const how = { style: style as 'form' | 'spaceDelimited' | 'pipeDelimited', explode };
    return serializeArrayParam(key, value.map(textOf), how).replaceAll('|', '%7C');
  }
  if (isObject(value)) return serializeObjectParam(key, mapFields(value), { style: style as 'form', explode });
  return serializePrimitiveParam(key, cleanText(String(value)));
}

/**
 * `filter[status]=open&filter[tags][0]=a`. OAS does not define lists and deeper objects; this form is the most common.
 */
function deepText(name: string, value: object): string {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .map(([step, field]) => {
      const key = `${name}[${encodeText(step)}]`;
      return typeof field === 'object' ? deepText(key, field) : `${key}=${encodeText(String(field))}`;
    })
    .filter((text) => text !== '')
    .join('&');
}

/** A header's value: style `simple`, which headers do not percent-encode. */
export function headerText({ explode, mediaType }: Form, value: unknown): string {
  if (mediaType !== undefined) return contentText(value);
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (!isObject(value)) return String(value);
  const fields = Object.entries(mapFields(value));
  return fields.map(([name, text]) => (explode ? `${name}=${text}` : `${name},${text}`)).join(',');
}

/** A cookie as `name=value`; the fields of an exploded object are separate cookies. */
export function cookieText(parameter: Form, value: unknown): string {
  return queryText({ ...parameter, style: 'form' }, parameter.name, value).replaceAll('&', '; ');
}

/** Percent-encodes a text. Lone surrogates become U+FFFD. */
export function encodeText(text: string): string {
  return encodeURIComponent(cleanText(text));
}

function cleanText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

function contentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** No style defines nested lists: they are sent as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : cleanText(String(value));
}

function mapFields(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, textOf(field)]])),
  );
}

import type { OperationDescriptor, ParameterStyle } from '../../openapi/operation-descriptor.ts';
import { writeParameter } from './write-parameters.ts';

/** A body, and the media type to send with it; undefined for a multipart form, whose boundary only `fetch` knows. */
export interface WrittenBody {
  body: unknown;
  type: string | undefined;
}

/** Writes the body of a request in the media type of its operation. */
export function writeBody(
  body: unknown,
  { bodyType = 'application/json', encoding = {} }: OperationDescriptor,
): WrittenBody {
  const type = bodyType.toLowerCase();
  if (body instanceof FormData) return { body, type: undefined };
  if (/^[^;]*\bjson\b/.test(type)) return { body: JSON.stringify(body), type: bodyType };
  const isFields = Object.getPrototypeOf(body ?? '') === Object.prototype;
  if (isFields && type.startsWith('multipart/')) return { body: toFormData(body as object, encoding), type: undefined };
  if (isFields && type.startsWith('application/x-www-form-urlencoded')) {
    return { body: toForm(body as object, encoding), type: bodyType };
  }
  const own = body instanceof Blob ? body.type : '';
  return { body, type: bodyType.includes('*') ? own || 'application/octet-stream' : bodyType };
}

/** Without a style, an object is a JSON document, and a list is its items (OAS 3.1, section 4.8.15). */
function toForm(fields: object, encoding: Readonly<Record<string, ParameterStyle>>): string {
  const write = (name: string, value: unknown): string => {
    const style = encoding[name];
    if (style?.style || style?.explode !== undefined) return writeParameter(name, value, style);
    if (Array.isArray(value)) return join(value.map((one) => write(name, one)));
    return writeParameter(name, isJson(value) ? JSON.stringify(value) : value);
  };
  return join(Object.entries(fields).map(([name, value]) => write(name, value)));
}

function toFormData(fields: object, encoding: Readonly<Record<string, ParameterStyle>>): FormData {
  const form = new FormData();
  const append = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) append(name, one);
    } else if (value instanceof Blob) form.append(name, value);
    else {
      const text = isJson(value) ? JSON.stringify(value) : value instanceof Date ? value.toJSON() : String(value);
      const type = encoding[name]?.content ?? (isJson(value) ? 'application/json' : undefined);
      form.append(name, type ? new Blob([text], { type }) : text);
    }
  };
  for (const [name, value] of Object.entries(fields)) append(name, value);
  return form;
}

function isJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function join(parts: string[]): string {
  return parts.filter(Boolean).join('&');
}

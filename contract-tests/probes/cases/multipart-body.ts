import { type FieldEncoding, type MediaType, schemaAt } from '../../../src/openapi/contract.ts';
import { toStep } from '../../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../src/openapi/openapi-document.ts';
import { isObject } from '../../../src/shared/json.ts';

/** A multipart body with a part for each field; a list has a part for each item (OAS 3.1, section 4.8.14.4). */
export function writeMultipart(
  document: OpenApiDocument,
  value: Record<string, unknown>,
  { schema, encoding = {} }: MediaType,
  boundary: string,
): string {
  const parts = Object.entries(value).flatMap(([name, field]) => {
    const items = Array.isArray(field) ? field : [field];
    const file = schema !== undefined && isFile(document, fieldOf(document, schema, name), encoding[name]);
    return items.map((item) => writePart(name, item, file, encoding[name]));
  });
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

function writePart(name: string, value: unknown, file: boolean, encoding: FieldEncoding | undefined): string {
  const usual = file ? 'application/octet-stream' : isObject(value) ? 'application/json' : undefined;
  const contentType = typeOf(encoding) ?? usual;
  return [
    `Content-Disposition: form-data; name="${escapeName(name)}"${file ? '; filename="file"' : ''}`,
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    '',
    typeof value === 'string' ? value : JSON.stringify(value),
  ].join('\r\n');
}

/** As browsers write it (HTML, multipart form data). */
function escapeName(name: string): string {
  return name.replace(/["\r\n]/g, encodeURIComponent);
}

/** The first documented type, as a concrete type. */
function typeOf({ contentType }: FieldEncoding = {}): string | undefined {
  return contentType?.split(',')[0]?.trim().replace('*/*', 'application/octet-stream').replace('image/*', 'image/png');
}

function isFile(document: OpenApiDocument, pointer: string | undefined, encoding: FieldEncoding | undefined): boolean {
  if (/^(?!text\/plain|[^,]*json)./i.test(encoding?.contentType ?? '')) return true;
  if (pointer === undefined) return false;
  const { schema, pointer: at } = schemaAt(document, pointer);
  if (!isObject(schema)) return false;
  const { format, contentMediaType, contentEncoding } = schema;
  if (schema.items !== undefined) return isFile(document, `${at}/items`, undefined);
  return format === 'binary' || format === 'base64' || contentMediaType !== undefined || contentEncoding !== undefined;
}

const deepest = 8;

/** The schema of a field, even if it is in a part of the form's schema. */
function fieldOf(document: OpenApiDocument, pointer: string, name: string, depth = 0): string | undefined {
  const { schema, pointer: at } = schemaAt(document, pointer);
  if (!isObject(schema) || depth > deepest) return undefined;
  const { properties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, name)) return `${at}/properties${toStep(name)}`;
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const { [keyword]: list } = schema;
    for (const index of Array.isArray(list) ? list.keys() : []) {
      const found = fieldOf(document, `${at}/${keyword}/${index}`, name, depth + 1);
      if (found) return found;
    }
  }
  return undefined;
}

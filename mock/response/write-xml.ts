import { schemaAt } from '../../src/openapi/contract.ts';
import { escapePointer } from '../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject } from '../../src/shared/json.ts';

const deepest = 30;

/**
 * Writes a value as XML, with the names, attributes and wrapped lists of its schema (OAS 3.1, section 4.8.26).
 *
 * @param pointer the schema of the value; without one, elements are named after their fields
 */
export function writeXml(document: OpenApiDocument, pointer: string | undefined, value: unknown): string {
  const { xml, ref } = readSchema(document, pointer);
  return element(document, pointer, typeof xml.name === 'string' ? xml.name : (ref ?? 'xml'), value, 0);
}

interface XmlSchema {
  xml: Record<string, unknown>;
  /** The pointers of its parts. */
  parts: string[];
  /** The name of its component, used if the schema has no XML name. */
  ref: string | undefined;
}

function readSchema(document: OpenApiDocument, pointer: string | undefined): XmlSchema {
  const read: XmlSchema = { xml: {}, parts: [], ref: undefined };
  const visit = (at: string, depth: number): void => {
    const { schema, pointer: here } = schemaAt(document, at);
    if (!isObject(schema) || depth > deepest || read.parts.includes(here)) return;
    read.parts.push(here);
    if (isObject(schema.xml)) read.xml = { ...schema.xml, ...read.xml };
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      const parts = schema[keyword];
      if (Array.isArray(parts)) for (const index of parts.keys()) visit(`${here}/${keyword}/${index}`, depth + 1);
    }
  };
  if (pointer !== undefined) visit(pointer, 0);
  return read;
}

function element(
  document: OpenApiDocument,
  pointer: string | undefined,
  name: string,
  value: unknown,
  depth: number,
): string {
  const { xml, parts } = readSchema(document, pointer);
  const prefix = typeof xml.prefix === 'string' ? xml.prefix : undefined;
  const tag = nameOf(prefix === undefined ? name : `${prefix}:${name}`);
  const namespace =
    typeof xml.namespace === 'string'
      ? ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escapeText(xml.namespace)}"`
      : '';
  if (depth > deepest) return '';
  if (Array.isArray(value)) {
    const items = partOf(document, parts, 'items');
    const item = readSchema(document, items).xml.name;
    const inner = value
      .map((one) => element(document, items, typeof item === 'string' ? item : name, one, depth + 1))
      .join('');
    // A list at the root needs an element around it.
    return xml.wrapped === true || depth === 0 ? `<${tag}${namespace}>${inner}</${tag}>` : inner;
  }
  if (!isObject(value)) return `<${tag}${namespace}>${value == null ? '' : escapeText(String(value))}</${tag}>`;
  let attributes = namespace;
  let children = '';
  for (const [field, one] of Object.entries(value)) {
    const child =
      partOf(document, parts, `properties/${encodeURIComponent(escapePointer(field))}`) ??
      partOf(document, parts, 'additionalProperties');
    const own = readSchema(document, child).xml;
    const called = typeof own.name === 'string' && !Array.isArray(one) ? own.name : field;
    if (own.attribute === true && !isObject(one)) attributes += ` ${nameOf(called)}="${escapeText(String(one))}"`;
    else if (Array.isArray(one) && own.wrapped === true && typeof own.name === 'string')
      children += element(document, child, own.name, one, depth + 1);
    else children += element(document, child, called, one, depth + 1);
  }
  return `<${tag}${attributes}>${children}</${tag}>`;
}

function partOf(document: OpenApiDocument, parts: readonly string[], below: string): string | undefined {
  return parts.map((part) => `${part}/${below}`).find((pointer) => isObject(schemaAt(document, pointer).schema));
}

/** Makes a valid XML name. */
function nameOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.:-]/gu, '_').replace(/^(?![\p{L}_])/u, '_');
}

function escapeText(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!)
    .replace(/[^\P{Cc}\t\n\r]/gu, '');
}

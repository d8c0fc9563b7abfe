import { isJsonType } from '../../src/openapi/media-type.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject } from '../../src/shared/json.ts';
import { encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import type { Reply } from '../http/exchange.ts';
import { isXmlType } from '../http/media-type.ts';
import { writeXml } from './write-xml.ts';

/** Writes a value as a response body of this media type. @param schema for XML names */
export function writeBody(
  document: OpenApiDocument,
  contentType: string,
  value: unknown,
  schema: string | undefined,
): Pick<Reply, 'body' | 'text'> {
  if (/^text\/event-stream\b/i.test(contentType)) return { text: writeEvents(value) };
  if (isJsonType(contentType)) return { body: value };
  if (isLines(contentType)) return { text: writeLines(value) };
  if (typeof value === 'string') return { text: value };
  if (isXmlType(contentType)) return { text: writeXml(document, schema, value) };
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType) && isObject(value)) {
    const fields = Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'object' ? JSON.stringify(one) : String(one),
    ]);
    return { text: new URLSearchParams(fields).toString() };
  }
  return typeof value === 'object' ? { text: JSON.stringify(value) } : { text: String(value) };
}

/** True for the media types of JSON lines. */
export function isLines(contentType: string): boolean {
  return /^application\/(x-)?(ndjson|jsonl|jsonlines|json-lines|json-seq|stream\+json)\b/i.test(contentType);
}

function writeLines(value: unknown): string {
  if (typeof value === 'string') return value;
  return (Array.isArray(value) ? value : [value]).map((one) => `${JSON.stringify(one)}\n`).join('');
}

/**
 * Text that already is an event stream is unchanged. Any other value becomes the data of one event, a list one event
 * per item.
 */
function writeEvents(value: unknown): string {
  if (typeof value === 'string' && /^\uFEFF?(data|event|id|retry)?:/m.test(value))
    return value.endsWith('\n\n') ? value : `${value.trimEnd()}\n\n`;
  return (Array.isArray(value) ? value : [value])
    .map((one) => encodeMessage({ data: typeof one === 'string' ? one : JSON.stringify(one) }))
    .join('');
}

import * as fc from 'fast-check';
import type { MediaType, RequestBody } from '../../../src/openapi/contract.ts';
import { isJsonType } from '../../../src/openapi/media-type.ts';
import { samplesOf, sampleValue } from '../../../src/openapi/sample/sample-value.ts';
import { isObject } from '../../../src/shared/json.ts';
import { queryText } from '../../run/http/serialize-parameter.ts';
import { arbitraryValue } from './arbitrary-value.ts';
import { writeMultipart } from './multipart-body.ts';
import type { RequestMaking, RequestParts } from './request-case.ts';

type Body = NonNullable<RequestParts['body']>;

const attempts = 40;

/**
 * A valid body: JSON if the operation accepts it, else a form, multipart, text or bytes.
 *
 * @returns the body, or a sentence that explains why there is none
 */
export function plainBody(making: RequestMaking, { content }: RequestBody): Body | string {
  const types = Object.entries(content).sort(([one], [other]) => rank(one) - rank(other));
  for (const [mediaType, media] of types) {
    const body = bodyOf(making, mediaType, media);
    if (body) return body;
  }
  const names = types.map(([mediaType]) => mediaType).join(', ') || 'of no media type';
  return `No valid body could be made (${names}). Add a valid example to the document.`;
}

function rank(mediaType: string): number {
  const place = [isJsonType, isForm, isMultipart].findIndex((is) => is(mediaType));
  return place < 0 ? 3 : place;
}

const isForm = (type: string) => /^application\/x-www-form-urlencoded/i.test(type);
const isLines = (type: string) => /^application\/(x-)?(ndjson|jsonl|json-seq)\b/i.test(type);
/** JSON is YAML (YAML 1.2, section 1.3). */
const isYaml = (type: string) => /^[^;]*[/+.-]yaml *(;|$)/i.test(type);
const isMultipart = (type: string) => /^multipart\//i.test(type);

function bodyOf(making: RequestMaking, mediaType: string, media: MediaType): Body | undefined {
  const isFields = isForm(mediaType) || isMultipart(mediaType);
  const known = isFields ? validFields(making, media) : validValue(making, media);
  const value = known === undefined && media.schema === undefined ? {} : known;
  if (isJsonType(mediaType)) return value === undefined ? undefined : { json: withFields(making, value) };
  if (isForm(mediaType) && isObject(value)) return { text: writeForm(value, media), contentType: mediaType };
  if (isMultipart(mediaType) && isObject(value)) {
    const boundary = 'chat-contract-boundary';
    return {
      text: writeMultipart(making.contract.document, value, media, boundary),
      contentType: `${mediaType}; boundary=${boundary}`,
    };
  }
  const [example] = Object.values(media.examples);
  const contentType = mediaType.includes('*') ? undefined : mediaType;
  if (typeof example === 'string') return { text: example, ...(contentType ? { contentType } : {}) };
  // No samples for other formats: XML must be well-formed, an image a valid image.
  const isText = /^(text\/(?!html|xml)|application\/(octet-stream|javascript)|\*\/\*)/i.test(mediaType);
  if (isLines(mediaType)) return { text: `${JSON.stringify(value ?? {})}\n`, contentType: mediaType };
  if (isYaml(mediaType)) return { text: JSON.stringify(value ?? {}), contentType: mediaType };
  if (!isText) return undefined;
  return { text: typeof value === 'string' ? value : 'text', contentType: contentType ?? 'application/octet-stream' };
}

function withFields({ fields = {} }: RequestMaking, value: unknown): unknown {
  if (!isObject(value)) return value;
  const known = Object.entries(fields).filter(([name]) => name in value);
  return { ...value, ...Object.fromEntries(known) };
}

function validValue({ contract, validate }: RequestMaking, { schema, examples }: MediaType): unknown {
  const stated = Object.values(examples);
  if (schema === undefined) return stated[0];
  const isValid = (value: unknown) => value !== undefined && validate(schema, value).length === 0;
  const known = [...stated, ...samplesOf(contract.document, schema)].find(isValid);
  if (known !== undefined) return known;
  return fc.sample(arbitraryValue(contract.document, schema), { seed: 1, numRuns: attempts }).find(isValid);
}

/** The same for a form. It cannot be empty, and neither can lists and objects in it. */
function validFields(making: RequestMaking, media: MediaType): unknown {
  const value = validValue(making, media);
  const { schema } = media;
  if (schema === undefined || !isObject(value) || !(isEmpty(value) || Object.values(value).some(isEmpty))) return value;
  const { contract, validate } = making;
  const full = sampleValue(contract.document, schema, { full: true, direction: 'request' });
  const others = Object.entries(isObject(full) ? full : {}).filter(([, field]) => !isEmpty(field));
  const needed = isEmpty(value) ? others.slice(0, 1) : others.filter(([name]) => isEmpty(value[name] ?? ''));
  const filled = { ...value, ...Object.fromEntries(needed) };
  return validate(schema, filled).length === 0 ? filled : value;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && (value === null || Object.keys(value).length === 0);
}

/** Fields in the style that the document gives for them (OAS 3.1, section 4.8.15). */
function writeForm(value: Record<string, unknown>, { encoding = {} }: MediaType): string {
  return Object.entries(value)
    .map(([name, field]) => {
      const { style = 'form', explode = style === 'form' } = encoding[name] ?? {};
      return queryText({ name, in: 'query', style, explode }, name, field);
    })
    .filter((text) => text !== '')
    .join('&');
}

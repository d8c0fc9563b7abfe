import type { MediaType, Operation, RequestBody } from '../../src/openapi/contract.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import { missing, problem, type RequestProblem } from '../request/request-problem.ts';
import { emptyShape, type ValueShape } from '../request/value-shape.ts';
import type { Incoming } from './exchange.ts';
import { readForm } from './form-body.ts';
import { findMediaType, isXmlType, readMediaType } from './media-type.ts';

/** A request body, parsed according to the operation's media type. */
export interface RequestBodyReading {
  /** The JSON value, the fields of a form, or a text; `undefined` for no body or another media type. */
  value: unknown;
  /** The documented media type; `undefined` if there is nothing to validate. */
  media?: MediaType;
  problems: RequestProblem[];
}

/** JSON nested deeper than this is rejected: it would exhaust the stack of recursive code. */
const deepestNesting = 100;

const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';

/**
 * Reads the bytes of a body. Invalid content is returned as problems and never throws.
 *
 * @param shapeOf the shape of a schema, by its pointer
 */
export function readRequestBody(
  operation: Operation,
  incoming: Incoming,
  bytes: Uint8Array,
  shapeOf: (pointer: string) => ValueShape,
): RequestBodyReading | Promise<RequestBodyReading> {
  const { requestBody } = operation;
  if (!requestBody) return readUndocumented(operation, incoming, bytes);
  if (bytes.byteLength === 0) {
    // Most clients cannot send a body with GET, and OAS 3.0, section 4.7.10.1, has it ignored.
    const isRequired = requestBody.required && !['GET', 'HEAD'].includes(operation.method);
    const problems = isRequired ? [{ ...missing('body', ['body']), keyword: 'body' }] : [];
    return { value: undefined, problems };
  }
  const documented = Object.keys(requestBody.content);
  if (documented.length === 0) return nothing;
  const header = incoming.header('content-type') || defaultType(documented);
  const found = findDocumented(header, documented);
  if (!found) return refused('content_type_invalid', wrongTypeMessage(header, documented), 'mediaType');
  const encoding = incoming.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    return refused('content_encoding_invalid', 'Send the body without Content-Encoding.');
  return readContent(bytes, header, found.type, requestBody, found.name, shapeOf);
}

const nothing: RequestBodyReading = { value: undefined, problems: [] };

/** The type of a header, and its documented type. Nearly every client sends one word for word. */
function findDocumented(header: string, documented: readonly string[]): { type: string; name: string } | undefined {
  if (header === plainJson && documented.includes(plainJson)) return { type: plainJson, name: plainJson };
  const sent = readMediaType(header);
  const name = sent && findMediaType(sent, documented);
  return name === undefined ? undefined : { type: sent!.type, name };
}

const plainJson = 'application/json';

/** The assumed type of a body without Content-Type: the most likely documented one. */
function defaultType(documented: readonly string[]): string {
  const first = documented.find(isJsonType) ?? documented[0] ?? 'application/json';
  return first.includes('*') ? 'application/octet-stream' : first;
}

/** An undocumented body is ignored, unless the document describes how it is rejected. */
function readUndocumented(operation: Operation, incoming: Incoming, bytes: Uint8Array): RequestBodyReading {
  if (bytes.byteLength === 0 || !operation.responses['415']) return nothing;
  const type = incoming.header('content-type') ?? 'application/octet-stream';
  return refused('content_type_invalid', `The body is sent as ${type.slice(0, 60)}; send no body.`, 'mediaType');
}

function readContent(
  bytes: Uint8Array,
  contentType: string,
  type: string,
  { content }: RequestBody,
  name: string,
  shapeOf: (pointer: string) => ValueShape,
): RequestBodyReading | Promise<RequestBodyReading> {
  const media = content[name]!;
  if (type === form || type === multipart) return readFormContent(bytes, contentType, media, type, shapeOf);
  const isJson = isJsonType(type);
  // Other types are binary or have their own syntax.
  if (!isJson && (!type.startsWith('text/') || isXmlType(type))) return nothing;
  const text = decodeUtf8(bytes);
  if (isJson) return text === undefined ? refused('json_invalid', 'The body must be UTF-8.') : readJson(text, media);
  return text === undefined ? nothing : { value: text, media, problems: [] };
}

async function readFormContent(
  bytes: Uint8Array,
  contentType: string,
  media: MediaType,
  type: string,
  shapeOf: (pointer: string) => ValueShape,
): Promise<RequestBodyReading> {
  const { encoding = {}, schema } = media;
  const shape = schema === undefined ? noShape : shapeOf(schema);
  const read = await readForm(bytes, contentType, { shape, encoding, multipart: type === multipart });
  if (read === undefined) return refused('form_invalid', `The body is not ${type}, or has no boundary.`);
  const { value, files } = read;
  const reserved = Object.keys(value).filter(
    (name) =>
      encoding[name]?.allowReserved === false && hasReserved(type === form ? rawField(bytes, name) : value[name]),
  );
  const refusals = [
    ...reserved.map(
      (name) => [name, 'allowReserved', 'Percent-encode the reserved characters of this field.'] as const,
    ),
    ...files
      .filter(([name, sent]) => !fitsTypes(sent, encoding[name]?.contentType))
      .map(([name]) => [name, 'contentType', `Send this file as ${encoding[name]?.contentType}.`] as const),
  ];
  const problems = refusals.map(([name, keyword, msg]) =>
    problem('body', keyword, { loc: ['body', name], msg, type: 'value_error' }),
  );
  return { value, media, problems };
}

/** True if a file has a documented type. Clients that do not know the type of a file send one of the first three. */
function fitsTypes(sent: string, types: unknown): boolean {
  if (typeof types !== 'string' || /^(|text\/plain|application\/octet-stream)$/.test(sent)) return true;
  const media = readMediaType(sent);
  return !media || types.split(',').some((one) => findMediaType(media, [one.trim()]) !== undefined);
}

const noShape = emptyShape();

function hasReserved(value: unknown): boolean {
  return typeof value === 'string' && /[:/?#[\]@!$&'()*+,;=]/.test(value);
}

/** The raw value of a form field. */
function rawField(bytes: Uint8Array, name: string): string {
  const pairs = new TextDecoder().decode(bytes).split('&');
  return pairs.find((pair) => pair.startsWith(`${encodeURIComponent(name)}=`))?.split(/=(.*)/s)[1] ?? '';
}

function readJson(text: string, media: MediaType): RequestBodyReading {
  if (isDeeperThan(text, deepestNesting)) {
    return refused('json_invalid', `The body must not be nested deeper than ${deepestNesting} levels.`);
  }
  try {
    return { value: JSON.parse(text), media, problems: [] };
  } catch (error) {
    // V8's message quotes the text around the error. The quote can be long and contain private text.
    const reason = (error as Error).message.replace(
      /,? ?"?\.{3}.*|, ".*" is not valid JSON$| in JSON.*| is not valid JSON.*/s,
      '',
    );
    return refused('json_invalid', `The body is not JSON: ${reason.slice(0, 80)}.`);
  }
}

function refused(type: string, msg: string, keyword = 'json'): RequestBodyReading {
  return { value: undefined, problems: [problem('body', keyword, { loc: ['body'], msg, type })] };
}

function wrongTypeMessage(sent: string, known: readonly string[]): string {
  return `The body is sent as ${sent.slice(0, 60)}; send it with Content-Type: ${known.join(' or ')}.`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * True if brackets are nested deeper than `most`, strings skipped. A loop: a pattern takes quadratic time on bad text.
 */
function isDeeperThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === backslash) index++;
      else if (character === quote) inString = false;
    } else if (character === quote) inString = true;
    else if (character === openBracket || character === openBrace) {
      if (++depth > most) return true;
    } else if (character === closeBracket || character === closeBrace) depth--;
  }
  return false;
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [...'"\\[]{}'].map((one) =>
  one.charCodeAt(0),
);

import { parseJson } from '../../../src/shared/json.ts';
import type { SeenRequest } from '../control-types.ts';

/** What curl sets by itself, and what belongs to the browser that sent it. */
const notRepeated =
  /^(host|content-length|connection|keep-alive|transfer-encoding|te|upgrade|expect|accept-encoding|accept-language|user-agent|referer|priority|dnt|cache-control|pragma|sec-.*)$/;
const hidden = '(hidden)';

/**
 * A line for bash or zsh that repeats a request.
 *
 * @param baseUrl where the request was sent, without a slash at its end
 * @param token a bearer token that is right; without it the line takes `$TOKEN`
 */
export function curlLine(request: SeenRequest, baseUrl: string, token?: string): string {
  const { method, path, headers } = request;
  const search = String(new URLSearchParams(request.query));
  const body = bodyOf(request);
  const words = ['curl', '-sS'];
  if (/text\/event-stream/.test(headers.accept ?? '') || request.scenario !== undefined) words.push('-N');
  if (/[[\]{}]/.test(path)) words.push('--globoff');
  if (/\/\.{1,2}(\/|$)/.test(path)) words.push('--path-as-is');
  if (method === 'HEAD') words.push('--head');
  else if (method !== (body === undefined && !isBodyMissing(request) ? 'GET' : 'POST')) words.push('-X', quote(method));
  words.push(quote(baseUrl + path + (search && `?${search}`)));
  for (const [name, value] of Object.entries(headers)) {
    if (!notRepeated.test(name)) words.push('-H', headerWord(name, value, request, token));
  }
  if (isBodyMissing(request)) return [...words, '--data-binary', '@body.json'].join(' ');
  if (body === undefined) return words.join(' ');
  if (headers['content-type'] === undefined) words.push('-H', quote('content-type:'));
  // No argument of a program can hold a NUL: such a body goes through a pipe.
  if (body.includes('\0')) return `printf '%b' ${quoteForPrintf(body)} | ${words.join(' ')} --data-binary @-`;
  return [...words, '--data-raw', quote(body)].join(' ');
}

/**
 * One word of a shell line, whatever is in it. Plain words stay as they are; control characters, and marks that would
 * make the line read otherwise than it runs, are written as escapes.
 */
export function quote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!unsafe.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replace(new RegExp(unsafe, 'g'), escapeCharacter);
  return `$'${escaped}'`;
}

const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

function escapeCharacter(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  if (named) return named;
  const code = character.charCodeAt(0);
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The argument of `%b`: an escape of it is a backslash, a zero and three octal digits. */
function quoteForPrintf(text: string): string {
  return quote(text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0000'));
}

function headerWord(name: string, value: string, { status }: SeenRequest, token: string | undefined): string {
  if (name === 'authorization' && value === hidden) {
    if (token === undefined) return '"authorization: Bearer $TOKEN"';
    // Any token is right but those that begin so: what was refused is refused again.
    return quote(`authorization: Bearer ${status === 401 ? 'invalid' : token}`);
  }
  if (value === hidden) return `"${name}: $${name.toUpperCase().replace(/\W/g, '_')}"`;
  return quote(value === '' ? `${name};` : `${name}: ${value}`);
}

/**
 * The text of a body; `undefined` where there was none. Text that did not parse was sent as it is, and a text that would
 * parse can only have been a JSON string.
 */
function bodyOf({ body }: SeenRequest): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' && parseJson(body) === undefined ? body : JSON.stringify(body);
}

/** True where a body was sent that the mock did not keep, because it was too long. */
function isBodyMissing({ body, headers }: SeenRequest): boolean {
  return body === undefined && Number(headers['content-length'] ?? 0) > 0;
}

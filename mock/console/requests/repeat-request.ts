import { parseJson } from '../../../src/shared/json.ts';
import { curlLine, type ShellWord } from '../../../src/shared/shell/curl-line.ts';
import type { SeenRequest } from '../control-types.ts';

/** Headers that curl sets itself, and those of the browser that sent the request. */
const notRepeated =
  /^(host|content-length|connection|keep-alive|transfer-encoding|te|upgrade|expect|accept-encoding|accept-language|user-agent|referer|priority|dnt|cache-control|pragma|sec-.*)$/;
const hidden = '(hidden)';

/**
 * A line of bash or zsh that repeats a request.
 *
 * @param baseUrl the mock, without a trailing slash
 * @param token a bearer token that is accepted; without it the line uses `$TOKEN`
 */
export function repeatRequest(request: SeenRequest, baseUrl: string, token?: string): string {
  const { method, path, headers, responseHeaders } = request;
  const search = String(new URLSearchParams(request.query));
  const streams = [headers.accept, responseHeaders['content-type']].some((type) => type?.includes('text/event-stream'));
  const body = isBodyMissing(request) ? { file: 'body.json' } : bodyOf(request);
  return curlLine({
    flags: streams ? ['-sS', '-N'] : ['-sS'],
    method,
    asterisk: path === '*',
    url: baseUrl + (path === '*' ? '' : path) + (search && `?${search}`),
    headers: Object.entries(headers)
      .filter(([name]) => !notRepeated.test(name))
      .map(([name, value]) => headerWord(name, value, request, token)),
    ...(body === undefined ? {} : { body }),
  });
}

function headerWord(name: string, value: string, { status }: SeenRequest, token: string | undefined): ShellWord {
  if (name === 'authorization' && value === hidden) {
    if (token === undefined) return ['authorization: Bearer ', { shell: '$TOKEN' }];
    // Tokens with this prefix are rejected, so a rejected request is rejected again.
    return `authorization: Bearer ${status === 401 ? 'invalid' : token}`;
  }
  if (value === hidden) return [`${name}: `, { shell: `$${name.toUpperCase().replace(/\W/g, '_')}` }];
  return value === '' ? `${name};` : `${name}: ${value}`;
}

/**
 * The text of a body; `undefined` if there was none. Text that is not JSON was sent unchanged; a string that would
 * parse as JSON must have been sent as a JSON string.
 */
function bodyOf({ body }: SeenRequest): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' && parseJson(body) === undefined ? body : JSON.stringify(body);
}

/** True if the mock did not store a body, because it was too long. */
function isBodyMissing({ body, headers }: SeenRequest): boolean {
  return body === undefined && Number(headers['content-length'] ?? 0) > 0;
}

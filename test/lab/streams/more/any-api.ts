import type { LabApi, Loose } from '../frame.ts';
import type { ServerChoice } from '../serve-stream.ts';
import type { MoreServers } from './servers.ts';

const json = (value: unknown, status: number, headers: Record<string, string> = {}) =>
  Response.json(value, { status, headers });

/** Replaces the responses of a status. */
const replacing =
  (status: number, make: (response: Response) => Response): NonNullable<ServerChoice['after']> =>
  (response) =>
    response.status === status ? make(response) : response;

/** Replaces bodies of JSON with status 200. */
const replacingJson =
  (make: (body: Loose) => unknown): NonNullable<ServerChoice['after']> =>
  async (response) =>
    response.status === 200 && response.headers.get('content-type')?.includes('json')
      ? json(make(await response.json()), 200)
      : response;

/** Cuts the bytes of a stream. */
const cutting = (share: number): ServerChoice => ({ bytes: (text) => text.slice(0, Math.floor(text.length * share)) });

/** Servers with differences that do not depend on the API. */
export function anyApi(api: LabApi): MoreServers {
  const { authorized, plain } = api;
  const limit = (times: number, headers: Record<string, string>, body?: unknown): ServerChoice => ({
    instead: (_, __, count) =>
      count >= 0 && count < times ? json(body ?? api.error(429, 'Slow down.'), 429, headers) : undefined,
  });
  const named = authorized !== undefined;
  return {
    correct: {
      'a rate limit with Retry-After': limit(2, { 'retry-after': '0' }),
      'a rate limit without Retry-After': limit(1, {}),
      'a byte order mark': { bytes: (text) => `\uFEFF${text}` },
      'comments within events': { bytes: (text) => text.replaceAll('data: ', ': note\ndata: ') },
      'blank lines between events': { bytes: (text) => text.replaceAll('\n\n', '\n\n\n\n') },
      'unknown fields of events': { bytes: (text) => text.replaceAll('data: ', 'x-trace: 1\ndata: ') },
      'an id for each event': { bytes: (text) => text.replaceAll('data: {', 'id: 7\ndata: {') },
      'a comment at the end': { bytes: (text) => `${text}: bye\n\n` },
      'one byte at a time': { piece: 1 },
      'all at once': { piece: 1_000_000 },
      'more headers': { headers: { 'cache-control': 'no-cache', 'x-accel-buffering': 'no', 'x-request-id': 'r' } },
      'a media type in capitals': { headers: { 'content-type': 'Text/Event-Stream; charset="UTF-8"' } },
      'JSON over several data lines': {
        bytes: (text) =>
          text.replaceAll(/^data: (\{.*)$/gm, (_, data) =>
            JSON.stringify(JSON.parse(data), null, 1).replaceAll(/^/gm, 'data: '),
          ),
      },
      'escaped characters': {
        bytes: (text) => text.replaceAll(/[a-z](?=[^"]*":)/g, (letter) => letter),
      },
      'a 404 in text for unknown paths': {
        instead: (request) =>
          new URL(request.url).pathname === api.path ? undefined : new Response('Not found', { status: 404 }),
      },
      'a 404 for other methods': {
        instead: (request) => (request.method === 'POST' ? undefined : json(api.error(404, 'Not found'), 404)),
      },
      ...(named ? { 'a 401 without a challenge': { after: replacing(401, withoutChallenge) } } : {}),
      ...(plain
        ? { 'JSON with more fields': { after: replacingJson((body) => ({ ...body, x_extra: { a: 1 } })) } }
        : {}),
      ...(named
        ? {}
        : {
            'a 422 for invalid bodies': {
              after: replacing(
                400,
                (response) => new Response(response.body, { status: 422, headers: response.headers }),
              ),
            },
          }),
      ...(named
        ? {}
        : { 'a 400 in text': { after: replacing(400, () => new Response('Bad request', { status: 400 })) } }),
      ...(named
        ? {}
        : { 'a 400 without a body': { after: replacing(400, () => new Response(null, { status: 400 })) } }),
    },
    broken: {
      'a stream cut in the middle': ['stream-last-event-dispatched', cutting(0.5)],
      'nothing but comments': [
        api.name.startsWith('ai') || api.name === 'openai-chat' ? 'stream-sentinel-present' : 'stream-end-present',
        { bytes: () => ': hello\n\n' },
      ],
      'no framing': [
        api.name.startsWith('ai') || api.name === 'openai-chat' ? 'stream-sentinel-present' : 'stream-end-present',
        { bytes: (text) => text.replaceAll(/^(event|data): /gm, '') },
      ],
      'events without blank lines': ['stream-data-is-json', { bytes: (text) => `${text.replaceAll('\n\n', '\n')}\n` }],
      'JSON that is encoded twice': [
        'stream-event-schema',
        { bytes: (text) => text.replaceAll(/^data: (\{.*)$/gm, (_, data) => `data: ${JSON.stringify(data)}`) },
      ],
      'single quotes': ['stream-data-is-json', { bytes: (text) => text.replaceAll('"', "'") }],
      'no media type': [plain ? 'stream-selected' : 'content-type-documented', { headers: { 'content-type': null } }],
      'JSON as the media type': [
        plain ? 'stream-selected' : 'content-type-documented',
        { headers: { 'content-type': 'application/json' } },
      ],
      'newline-delimited JSON': [
        plain ? 'stream-selected' : 'content-type-documented',
        {
          headers: { 'content-type': 'application/x-ndjson' },
          bytes: (text) => text.replaceAll(/^(event: .*\n|data: )/gm, ''),
        },
      ],
      'another charset': [
        'content-type-documented',
        { headers: { 'content-type': 'text/event-stream; charset=iso-8859-1' } },
      ],
      'a status of creation': [
        'status-documented',
        {
          after: async (response) =>
            new Response(response.body, {
              status: response.status === 200 ? 201 : response.status,
              headers: response.headers,
            }),
        },
      ],
      'a server error for invalid bodies': [
        'no-server-error',
        { after: replacing(400, () => json(api.error(500, 'x'), 500)) },
      ],
      'success for invalid bodies': [
        'request-required-refused',
        { after: replacing(400, () => json(api.error(400, 'x'), 200)) },
      ],
      'unknown paths that exist': [
        'unknown-path-refused',
        { instead: (request) => (new URL(request.url).pathname === api.path ? undefined : json({}, 200)) },
      ],
      ...(named
        ? {
            'a 401 in text': [
              'content-type-documented',
              { after: replacing(401, () => new Response('No.', { status: 401 })) },
            ],
            'a 401 of another form': [
              'error-body-schema',
              { after: replacing(401, () => json({ detail: 'No.' }, 401)) },
            ],
            'a 403 without a credential': [
              'credential-required',
              {
                after: replacing(
                  401,
                  (response) => new Response(response.body, { status: 403, headers: response.headers }),
                ),
              },
            ],
            'a 400 without a credential': [
              'credential-required',
              { after: replacing(401, () => json(api.error(400, 'x'), 400)) },
            ],
            'a redirect without a credential': [
              'credential-required',
              { after: replacing(401, () => new Response(null, { status: 302, headers: { location: '/login' } })) },
            ],
            'any token that is long enough': [
              'wrong-credential-refused',
              {
                open: true,
                instead: (request) =>
                  [...request.headers.keys()].some((name) => ['authorization', 'x-api-key'].includes(name))
                    ? undefined
                    : json(api.error(401, 'x'), 401),
              },
            ],
            'a 400 of another form': [
              'error-body-schema',
              { after: replacing(400, () => json({ detail: 'No.' }, 400)) },
            ],
            'a 400 with the error as text': [
              'error-body-schema',
              { after: replacing(400, () => json({ error: 'No.' }, 400)) },
            ],
            'a 400 without a body': [
              'error-body-schema',
              {
                after: replacing(
                  400,
                  () => new Response(null, { status: 400, headers: { 'content-type': 'application/json' } }),
                ),
              },
            ],
            'a 429 of another form': ['error-body-schema', limit(1, { 'retry-after': '0' }, { detail: 'No.' })],
            'a 429 of another form, without Retry-After': ['error-body-schema', limit(1, {}, { message: 'No.' })],
            'errors as streams': [
              'content-type-documented',
              {
                after: replacing(
                  400,
                  () =>
                    new Response(`data: ${JSON.stringify(api.error(400, 'x'))}\n\n`, {
                      status: 400,
                      headers: { 'content-type': 'text/event-stream' },
                    }),
                ),
              },
            ],
          }
        : {}),
      ...(plain
        ? {
            'JSON without its fields': ['response-body-schema', { after: replacingJson(() => ({})) }],
            'JSON in an envelope': ['response-body-schema', { after: replacingJson((body) => ({ data: body })) }],
            'an error as JSON with 200': ['response-body-schema', { after: replacingJson(() => api.error(400, 'x')) }],
            'JSON as text': [
              'content-type-documented',
              {
                after: async (response) =>
                  response.headers.get('content-type')?.includes('json') && response.status === 200
                    ? new Response(await response.text(), { headers: { 'content-type': 'text/plain' } })
                    : response,
              },
            ],
          }
        : {}),
    },
  };
}

function withoutChallenge(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('www-authenticate');
  return new Response(response.body, { status: response.status, headers });
}

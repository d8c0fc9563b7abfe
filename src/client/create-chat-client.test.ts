import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sendJson, serve } from '../../test/support/serve-for-test.ts';
import { createChatClient } from './create-chat-client.ts';

const summary = { session_id: 'ses_1', last_updated_at: '2026-04-22T12:34:41Z' };
const token = 'key-that-nobody-may-see';

describe('a request', () => {
  it('carries the token, the query, the path and the body', async () => {
    const { baseUrl, requests } = await serve((_, response) => sendJson(response, 200, summary));
    const client = createChatClient({ baseUrl: `${baseUrl}/`, token });
    const answer = await client.generateSessionTitle(
      'a/b ü',
      { first_message: 'Hello' },
      { query: { project_id: '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10', organization_id: null } },
    );
    expect(answer).toEqual(summary);
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/chat/a%2Fb%20%C3%BC/title?project_id=3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10',
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
        body: '{"first_message":"Hello"}',
      },
    ]);
  });

  it('has no Authorization without a token, and no body unless one is passed', async () => {
    const { baseUrl, requests } = await serve((_, response) => sendJson(response, 201, summary));
    await createChatClient({ baseUrl }).createSession();
    expect(requests[0]?.body).toBe('');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
    expect(requests[0]?.headers).not.toHaveProperty('content-type');
  });

  it('returns undefined if the server sends no body', async () => {
    const { baseUrl, requests } = await serve((_, response) => response.writeHead(204).end());
    expect(await createChatClient({ baseUrl }).deleteSession('ses_1')).toBeUndefined();
    expect(requests).toMatchObject([{ method: 'DELETE', url: '/api/v1/chat/ses_1' }]);
  });

  it('uses the fetch of the options', async () => {
    const asked: string[] = [];
    const client = createChatClient({
      baseUrl: 'https://chat.example',
      fetch: async (request) => {
        asked.push(`${request.method} ${request.url}`);
        return Response.json(summary);
      },
    });
    expect(await client.getSessionSummary('ses_1')).toEqual(summary);
    expect(asked).toEqual(['GET https://chat.example/api/v1/chat/ses_1/summary']);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const { baseUrl } = await serve(() => stop.abort(new Error('changed my mind')));
    const call = createChatClient({ baseUrl }).getSession('ses_1', { signal: stop.signal });
    await expect(call).rejects.toThrow('changed my mind');
  });
});

describe('pages', () => {
  const pages: Record<string, object> = {
    '': { items: [{ ...summary, session_id: 'a' }], next_page_token: 'p/2' },
    'p/2': { items: [], next_page_token: 'p3' },
    p3: { items: [{ ...summary, session_id: 'b' }], next_page_token: null },
  };
  const servePages = () =>
    serve(({ url }, response) => {
      const pageToken = new URL(url, 'http://host').searchParams.get('page_token') ?? '';
      sendJson(response, 200, pages[pageToken]);
    });

  it('are requested one by one', async () => {
    const { baseUrl, requests } = await servePages();
    expect(await createChatClient({ baseUrl }).listSessions({ page_size: 1, page_token: 'p3' })).toEqual(pages.p3);
    expect(requests.map(({ url }) => url)).toEqual(['/api/v1/chat?page_size=1&page_token=p3']);
  });

  it('are followed to the last, with the same query', async () => {
    const { baseUrl, requests } = await servePages();
    const seen: string[] = [];
    for await (const { session_id } of createChatClient({ baseUrl }).listSessions.all({ page_size: 1 })) {
      seen.push(session_id);
    }
    expect(seen).toEqual(['a', 'b']);
    expect(requests.map(({ url }) => url)).toEqual([
      '/api/v1/chat?page_size=1',
      '/api/v1/chat?page_size=1&page_token=p%2F2',
      '/api/v1/chat?page_size=1&page_token=p3',
    ]);
  });

  it('are requested only when they are read', async () => {
    const { baseUrl, requests } = await servePages();
    for await (const _ of createChatClient({ baseUrl }).listSessions.all()) break;
    expect(requests).toHaveLength(1);
  });
});

describe('an error', () => {
  it("names the operation, the status and the server's message", async () => {
    const { baseUrl } = await serve((_, response) => sendJson(response, 404, { detail: 'There is no session x.' }));
    await expect(createChatClient({ baseUrl }).getSession('x')).rejects.toMatchObject({
      name: 'NotFoundError',
      operation: 'getSession',
      status: 404,
      detail: 'There is no session x.',
      message: 'getSession: 404: There is no session x.',
    });
  });

  it('says that a response is not JSON', async () => {
    const { baseUrl } = await serve((_, response) => response.writeHead(200).end('<html>'));
    await expect(createChatClient({ baseUrl }).getSession('x')).rejects.toMatchObject({
      name: 'ApiError',
      message: 'getSession: 200: the response is not JSON: <html>',
    });
  });

  it('says that the server does not respond, with the reason', async () => {
    const { baseUrl } = await serve((_, response) => response.destroy());
    const error: unknown = await createChatClient({ baseUrl, token })
      .getSession('x')
      .catch((reason) => reason);
    expect(error).toMatchObject({
      name: 'ConnectionError',
      message: `getSession: no response from ${new URL(baseUrl).host} (UND_ERR_SOCKET)`,
    });
    expect(inspectAll(error)).not.toContain(token);
  });

  it('says that a response was cut', async () => {
    const { baseUrl } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
    });
    await expect(createChatClient({ baseUrl }).getSession('x')).rejects.toMatchObject({
      name: 'ConnectionError',
      message: 'getSession: the response broke off (UND_ERR_SOCKET)',
    });
  });

  it('does not repeat a token that the server repeats', async () => {
    for (const body of [{ detail: `The key ${token} is not valid.` }, { detail: [{ loc: ['header'], msg: token }] }]) {
      const { baseUrl } = await serve((_, response) => sendJson(response, 401, body));
      const error: unknown = await createChatClient({ baseUrl, token })
        .getSession('x')
        .catch((reason) => reason);
      expect(error).toMatchObject({ name: 'AuthenticationError' });
      expect(String(error)).toContain('[token]');
      expect(inspectAll(error)).not.toContain(token);
    }
  });

  it.each(['t', 'session', 'detail'])('leaves details alone that contain the token %s by chance', async (short) => {
    const body = { detail: [{ loc: ['path', 'session_id'], msg: 'There is no session t.', type: 'detail' }] };
    const { baseUrl } = await serve((_, response) => sendJson(response, 422, body));
    const error: unknown = await createChatClient({ baseUrl, token: short })
      .getSession('x')
      .catch((reason) => reason);
    expect(error).toMatchObject(body);
  });

  it('masks a token with characters that JSON escapes', async () => {
    const odd = 'key"1\\234567';
    const { baseUrl } = await serve((_, response) => sendJson(response, 401, { detail: `No key ${odd}.` }));
    const error: unknown = await createChatClient({ baseUrl, token: odd })
      .getSession('x')
      .catch((reason) => reason);
    expect(error).toMatchObject({ detail: 'No key [token].' });
  });

  it('shows no secret that fetch would reject', () => {
    const secret = 'key\nbroken';
    for (const options of [
      { baseUrl: 'http://127.0.0.1:1', token: secret },
      { baseUrl: `http://name:${token}@127.0.0.1:1` },
    ]) {
      let message = '';
      try {
        createChatClient(options);
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('TypeError: The ');
      expect(message).not.toContain('broken');
      expect(message).not.toContain(token);
    }
  });
});

describe('the openapi-fetch client of a client', () => {
  it('has the same server and token, and returns data or an error', async () => {
    const { baseUrl, requests } = await serve((_, response) => sendJson(response, 200, summary));
    const { http } = createChatClient({ baseUrl: `${baseUrl}/`, token });
    const { data } = await http.GET('/api/v1/chat/{session_id}/summary', { params: { path: { session_id: 's' } } });
    expect(data).toEqual(summary);
    expect(requests).toMatchObject([{ url: '/api/v1/chat/s/summary', headers: { authorization: `Bearer ${token}` } }]);
  });

  it('runs middleware around each attempt of a method', async () => {
    const statuses = [503, 200];
    const { baseUrl, requests } = await serve((_, response) =>
      sendJson(response, statuses.shift() ?? 200, summary, { 'retry-after': '0' }),
    );
    const chat = createChatClient({ baseUrl });
    const seen: unknown[] = [];
    const middleware = {
      onRequest: ({ request, schemaPath, params }: { request: Request; schemaPath: string; params: object }) => {
        request.headers.set('x-request-id', String(seen.push([schemaPath, params])));
      },
      onResponse: ({ response }: { response: Response }) => void seen.push(response.status),
    };
    chat.use(middleware);
    expect(await chat.getSessionSummary('s')).toEqual(summary);
    const call = ['/api/v1/chat/{session_id}/summary', expect.objectContaining({ path: { session_id: 's' } })];
    expect(seen).toEqual([call, 503, call, 200]);
    expect(requests.map(({ headers }) => headers['x-request-id'])).toEqual(['1', '3']);
    chat.http.eject(middleware);
    await chat.getSessionSummary('s');
    expect(seen).toHaveLength(4);
  });

  it('lets middleware respond instead of the server, and passes on its errors', async () => {
    const chat = createChatClient({ baseUrl: 'http://127.0.0.1:1' });
    chat.use({ onRequest: () => Response.json(summary) });
    expect(await chat.getSessionSummary('s')).toEqual(summary);
    const failing = createChatClient({ baseUrl: 'http://127.0.0.1:1' });
    const error = new Error('no ticket');
    failing.use({ onRequest: () => Promise.reject(error) });
    await expect(failing.getSessionSummary('s')).rejects.toBe(error);
  });
});

/** Everything that a log could contain of an error, including its causes. */
function inspectAll(error: unknown): string {
  return inspect(error, { depth: null, showHidden: true, getters: true });
}

import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsIn } from './mock-for-test.ts';
import { createMswMock } from './msw.ts';

/** Tests `createMswMock` in one environment of component tests. */
export function testMsw(environment: string): void {
  describe(`MSW under ${environment}`, () => {
    const baseUrl = 'https://api.example.com/base';
    const refund = [
      ': prompt contains refund',
      'event: message\ndata: {"type":"text","content":"Ours"}',
      'event: message\ndata: {"type":"stop","error":null,"is_error":false,"usage":{"duration_ms":1,"total_input_tokens":1,"total_output_tokens":1,"turns":1}}',
      '',
    ].join('\n\n');
    const mock = createMswMock({
      baseUrl: `${baseUrl}/`,
      seed: 'none',
      speed: 'max',
      scenarios: { 'refund.sse': refund },
    });
    const server = setupServer(...mock.handlers);
    beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
    afterAll(() => server.close());

    const call = (path: string, json?: unknown, method = json === undefined ? 'GET' : 'POST') =>
      fetch(`${baseUrl}/api/v1/chat${path}`, {
        method,
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });

    test('the handlers respond without a port: state, streams, errors and scenarios', async () => {
      const { session_id: id } = await (await call('', { index_ids: ['a'] })).json();
      const events = await eventsIn(
        await call(`/${id}/messages/stream`, { index_ids: ['a'], prompt: '#tool-failure' }),
      );
      expect(events.at(-1)!.data.type).toBe('stop');
      expect((await (await call(`/${id}`)).json()).events.at(-1)).toEqual(events.at(-1)!.data);
      const own = await eventsIn(await call(`/${id}/messages/stream`, { index_ids: ['a'], prompt: 'A refund' }));
      expect(own.map(({ data }) => data.content)).toContain('Ours');
      expect((await call('/unknown')).status).toBe(404);
      const wrong = await call('', undefined, 'PUT');
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
      expect((await call(`/${id}/title`, {})).status).toBe(422);
      expect((await call(`/${id}`, undefined, 'DELETE')).status).toBe(204);
    });

    test('pages are followed by their token, and a forged one is rejected', async () => {
      await mock.reset('demo');
      const { next_page_token: token } = await (await call('?page_size=1')).json();
      expect((await (await call(`?page_size=1&page_token=${token}`)).json()).items).toHaveLength(1);
      expect((await call(`?page_token=${token.slice(0, -1)}`)).status).toBe(422);
      await mock.reset();
    });

    test('a test controls them as it does a mock with a port', async () => {
      await mock.reset();
      mock.next({ operation: 'listSessions', fault: 'answer-503' });
      expect((await call('')).status).toBe(503);
      expect((await mock.waitForRequest({ operation: 'listSessions' })).status).toBe(503);
      mock.next({ fault: 'reset-before-first-byte' });
      await expect(call('')).rejects.toThrow();
    });

    test('a request that is aborted ends its turn', async () => {
      const { session_id: id } = await (await call('', { index_ids: ['a'] })).json();
      mock.next({ operation: 'streamMessages', scenario: 'long-answer', speed: 1 });
      const abort = new AbortController();
      const response = await fetch(`${baseUrl}/api/v1/chat/${id}/messages/stream`, {
        method: 'POST',
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        body: JSON.stringify({ index_ids: ['a'], prompt: 'b' }),
        signal: abort.signal,
      });
      const reader = response.body!.getReader();
      await reader.read();
      abort.abort();
      await expect(reader.read().then(() => reader.read())).rejects.toThrow();
    });
  });
}

import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsIn } from './mock-for-test.ts';
import { createMswMock } from './msw.ts';

const baseUrl = 'https://api.example.com/base';
const mock = createMswMock({ baseUrl, seed: 'none', speed: 'max' });
const server = setupServer(...mock.handlers);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const call = (path: string, json?: unknown, method = json === undefined ? 'GET' : 'POST') =>
  fetch(`${baseUrl}/api/v1/chat${path}`, {
    method,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });

test('the handlers answer without a port, state, streams and refusals too', async () => {
  const { session_id: id } = await (await call('', { index_ids: ['a'] })).json();
  const events = await eventsIn(await call(`/${id}/messages/stream`, { index_ids: ['a'], prompt: '#tool-failure' }));
  expect(events.at(-1)!.data.type).toBe('stop');
  expect((await (await call(`/${id}`)).json()).events.at(-1)).toEqual(events.at(-1)!.data);
  expect((await call('/unknown')).status).toBe(404);
  const wrong = await call('', undefined, 'PUT');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  expect((await call(`/${id}/title`, {})).status).toBe(422);
});

test('a test controls them as it does a mock with a port', async () => {
  await mock.reset();
  mock.next({ operation: 'listSessions', fault: 'answer-503' });
  expect((await call('')).status).toBe(503);
  expect((await mock.waitForRequest({ operation: 'listSessions' })).status).toBe(503);
  mock.next({ fault: 'reset-before-first-byte' });
  await expect(call('')).rejects.toThrow();
});

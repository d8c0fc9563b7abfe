import LlamaCloud, { AuthenticationError, NotFoundError, UnprocessableEntityError } from '@llamaindex/llama-cloud';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningMock, startMock } from '../../mock/index.ts';

// The service's own SDK knows nothing of this project: it treats the mock like the service.

const turn = { index_ids: ['idx'], prompt: 'How much did revenue grow?' };
let mock: RunningMock;
let chat: LlamaCloud['beta']['chat'];

beforeAll(async () => {
  mock = await startMock({ speed: 'max', token: 'right' });
  chat = clientWith(mock.token).beta.chat;
});
afterAll(() => mock.close());

function clientWith(apiKey: string): LlamaCloud {
  return new LlamaCloud({ apiKey, baseURL: mock.url, maxRetries: 0 });
}

test('creates, reads, streams and deletes a session', async () => {
  const created = await chat.create({ index_ids: ['idx'] });
  expect(created).toMatchObject({ index_ids: ['idx'], job_metadata: null });
  const body = (await chat.stream(created.session_id, turn)) as string;
  expect(body).toMatch(/^event: delta\ndata: \{"type":"thinking_delta".*"type":"stop".*\n\n$/s);
  const session = await chat.retrieve(created.session_id);
  expect(session.events[0]).toEqual({ type: 'user_input', content: turn.prompt });
  expect(session.events.at(-1)).toMatchObject({ type: 'stop', is_error: false });
  const { events: _, ...summary } = session;
  expect(await chat.getSummary(created.session_id)).toEqual(summary);
  expect(await chat.delete(created.session_id)).toBeFalsy();
  await expect(chat.retrieve(created.session_id)).rejects.toThrow(NotFoundError);
});

test('reads the raw response of a stream as it arrives', async () => {
  const { session_id: id } = await chat.create();
  const response = await chat.stream(id, turn).asResponse();
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const { value } = await response.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toMatch(/^event: /);
});

test('follows all pages of a list', async () => {
  const project_id = '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10';
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.unshift((await chat.create({ project_id })).session_id);
  const listed: string[] = [];
  for await (const item of chat.list({ project_id, page_size: 2 })) listed.push(item.session_id);
  expect(listed).toEqual(ids);
});

test('throws its own errors', async () => {
  await expect(clientWith('wrong').beta.chat.list()).rejects.toThrow(AuthenticationError);
  await expect(chat.getSummary('unknown')).rejects.toThrow(NotFoundError);
  await expect(chat.stream('unknown', turn)).rejects.toThrow(NotFoundError);
  const tooLong = chat.stream('ses_demo_welcome', { ...turn, prompt: 'x'.repeat(1001) });
  await expect(tooLong).rejects.toThrow(UnprocessableEntityError);
  await expect(tooLong).rejects.toMatchObject({ error: { detail: [{ loc: ['body', 'prompt'] }] } });
  await expect(chat.list({ page_size: 0 })).rejects.toThrow(UnprocessableEntityError);
});

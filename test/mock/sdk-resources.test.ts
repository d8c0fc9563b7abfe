import LlamaCloud, { NotFoundError } from '@llamaindex/llama-cloud';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from '../../mock/index.ts';

// What the makers of the service's SDK test of each method against a mock of their specification: it is called plain,
// with all parameters, for its raw response, and on a path that does not exist.

let mock: RunningMock;
let client: LlamaCloud;

beforeAll(async () => {
  mock = await startMock({ stateless: true });
  client = new LlamaCloud({ apiKey: 'My API Key', baseURL: mock.url, maxRetries: 0 });
});
afterAll(() => mock.close());

const uuid = '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e';
const project = { organization_id: uuid, project_id: uuid };
const turn = { index_ids: ['idx-abc123', 'idx-def456'], prompt: 'What were the main findings in Q3?' };
type Options = Parameters<LlamaCloud['beta']['chat']['list']>[1];

const methods = {
  list: {
    plain: () => client.beta.chat.list(),
    full: (options?: Options) => client.beta.chat.list({ ...project, page_size: 0, page_token: 'page_token' }, options),
    shape: { items: expect.arrayContaining([expect.objectContaining({ session_id: expect.any(String) })]) },
  },
  create: {
    plain: () => client.beta.chat.create(),
    full: (options?: Options) => client.beta.chat.create({ ...project, index_ids: ['string'] }, options),
    shape: { session_id: expect.any(String), last_updated_at: expect.any(String) },
  },
  retrieve: {
    plain: () => client.beta.chat.retrieve('session_id'),
    full: (options?: Options) => client.beta.chat.retrieve('session_id', project, options),
    shape: { session_id: expect.any(String), events: expect.any(Array) },
  },
  delete: {
    plain: () => client.beta.chat.delete('session_id'),
    full: (options?: Options) => client.beta.chat.delete('session_id', project, options),
    shape: undefined,
  },
  getSummary: {
    plain: () => client.beta.chat.getSummary('session_id'),
    full: (options?: Options) => client.beta.chat.getSummary('session_id', project, options),
    shape: { session_id: expect.any(String) },
  },
  stream: {
    plain: () => client.beta.chat.stream('session_id', turn),
    full: (options?: Options) => client.beta.chat.stream('session_id', { ...turn, ...project }, options),
    shape: expect.stringMatching(/"type":"stop"/),
  },
};

describe.each(Object.entries(methods))('%s', (name, { plain, full, shape }) => {
  const status = { create: 201, delete: 204 }[name] ?? 200;
  const fits = (value: unknown) => {
    if (shape === undefined) expect(value ?? null).toBeNull();
    else if (typeof value === 'string') expect(value).toEqual(shape);
    else expect(value).toMatchObject(shape);
  };

  test('works without parameters', async () => {
    fits(await plain());
  });

  test('works with all parameters', async () => {
    fits(await full());
  });

  test('returns its raw response, alone or with its data', async () => {
    const call = plain();
    const raw = await call.asResponse();
    expect(raw).toBeInstanceOf(Response);
    expect(raw.status).toBe(status);
    const { data, response } = await plain().withResponse();
    expect(response.status).toBe(status);
    fits(data);
  });

  test('throws on a path that does not exist', async () => {
    await expect(full({ path: '/_stainless_unknown_path' } as Options)).rejects.toThrow(NotFoundError);
  });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from '../../mock/index.ts';
import { connectRedisStores, type RedisStores } from '../../mock/node/redis-store.ts';

const installed = spawnSync('redis-server', ['--version']).status === 0;

// Needs Debian's redis-server; `.ci/run` installs it.
describe.skipIf(!installed)('mocks that share a Redis', () => {
  let port: number;
  let redis: ChildProcess;
  let stores: RedisStores[] = [];
  let mocks: RunningMock[] = [];
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };

  const startRedis = async () => {
    redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1']);
    await new Promise<void>((resolve) =>
      redis.stdout!.on('data', (text) => /Ready to accept/.test(String(text)) && resolve()),
    );
  };
  const stopRedis = () =>
    new Promise((resolve) => {
      redis.once('close', resolve);
      redis.kill('SIGKILL');
    });
  const call = (index: number, path = '', json?: unknown, init: RequestInit = {}) =>
    fetch(`${mocks[index]!.url}/api/v1/chat${path}`, {
      method: json === undefined ? 'GET' : 'POST',
      headers,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...init,
    });
  const read = async (...args: Parameters<typeof call>) => (await call(...args)).json();
  const turn = { index_ids: ['a'], prompt: '#plain-answer' };

  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    port = (probe.address() as { port: number }).port;
    await new Promise((resolve) => probe.close(resolve));
    await startRedis();
    for (let count = 0; count < 2; count++) {
      const connected = await connectRedisStores(`redis://127.0.0.1:${port}`);
      stores.push(connected);
      mocks.push(await startMock({ store: connected.open, speed: 4 }));
    }
  });
  afterAll(async () => {
    await Promise.all(mocks.map((mock) => mock.close()));
    await Promise.all(stores.map((store) => store.close()));
    await stopRedis();
    mocks = [];
    stores = [];
  });

  test('add their seed once, and serve one set of sessions', async () => {
    const before = (await read(0)).items.length;
    expect((await read(1)).items).toHaveLength(before);
    const { session_id: id } = await read(0, '', { index_ids: ['a'] });
    expect((await read(1)).items[0].session_id).toBe(id);
    expect((await call(1, `/${id}`, undefined, { method: 'DELETE' })).status).toBe(204);
    expect((await call(0, `/${id}`)).status).toBe(404);
  });

  test('accept the page tokens of each other', async () => {
    const { next_page_token: token } = await read(0, '?page_size=1');
    expect((await call(1, `?page_size=1&page_token=${encodeURIComponent(token)}`)).status).toBe(200);
  });

  test('reject a second turn while another mock streams, and show its turn when it ends', async () => {
    const { session_id: id } = await read(0, '', {});
    const playing = await call(0, `/${id}/messages/stream`, turn);
    expect((await call(1, `/${id}/messages/stream`, turn)).status).toBe(409);
    await playing.text();
    const { events } = await read(1, `/${id}`);
    expect(events.at(-1)).toMatchObject({ type: 'stop', is_error: false });
    const again = await call(1, `/${id}/messages/stream`, turn);
    expect(again.status).toBe(200);
    await again.text();
    expect((await read(0, `/${id}`)).events).toHaveLength(2 * events.length);
  });

  test('lose nothing if both change a session at the same time', async () => {
    const { session_id: id } = await read(0, '', {});
    const store = stores.map(({ open }) => open(undefined));
    const add = (index: number) =>
      store[index]!.update('default', id, (session) => ({ ...session, events: [...session.events, { type: 'text' }] }));
    await Promise.all(Array.from({ length: 40 }, (_, index) => add(index % 2)));
    expect((await read(0, `/${id}`)).events).toHaveLength(40);
  });

  test('are reset together, and separately for each X-Mock-Session', async () => {
    const abc = { headers: { ...headers, 'x-mock-session': 'abc' } };
    await read(0, '', {}, abc);
    const inWorld = async (index: number) => (await read(index, '?page_size=100', undefined, abc)).items.length;
    const before = (await read(0, '?page_size=100')).items.length;
    expect(await inWorld(1)).toBe(await inWorld(0));
    await mocks[0]!.session('abc').reset('none');
    expect(await inWorld(1)).toBe(0);
    expect((await read(1, '?page_size=100')).items).toHaveLength(before);
  });

  test('store a turn that is cut because one of them ends', async () => {
    const { session_id: id } = await read(0, '', {});
    const connected = await connectRedisStores(`redis://127.0.0.1:${port}`);
    const third = await startMock({ store: connected.open, speed: 0.01 });
    const url = `${third.url}/api/v1/chat/${id}/messages/stream`;
    const playing = await fetch(url, { method: 'POST', headers, body: JSON.stringify(turn) });
    const cut = expect(playing.text()).rejects.toThrow();
    await third.close();
    await cut;
    const { events } = await read(1, `/${id}`);
    expect(events.map(({ type }: { type: string }) => type)).toEqual(expect.arrayContaining(['user_input', 'stop']));
    expect(events.at(-1)).toMatchObject({ type: 'stop', is_error: true });
    const again = await call(1, `/${id}/messages/stream`, turn);
    expect(again.status).toBe(200);
    await again.text();
  });

  test('return 503 while the store is unreachable, in the middle of a turn too, and serve again afterwards', async () => {
    const { session_id: id } = await read(0, '', {});
    const playing = await call(0, `/${id}/messages/stream`, turn);
    await stopRedis();
    const refused = await call(0);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await refused.json()).detail).toMatch(/The session store of this mock is unreachable \((?!Error\))\w+\)/);
    // A turn that cannot be stored is not reported as ended.
    await expect(playing.text()).rejects.toThrow();
    expect((await call(1, '', {})).status).toBe(503);
    await startRedis();
    await expect.poll(async () => (await call(0)).status, { timeout: 10_000 }).toBe(200);
    await expect.poll(async () => (await call(1, '', {})).status, { timeout: 10_000 }).toBe(201);
  });
});

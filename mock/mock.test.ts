import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Session, SessionPage } from '../generated/types.ts';
import { eventsIn, mockForTest } from './mock-for-test.ts';
import { createFakeClock } from './node/fake-clock.ts';

const project = '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10';

describe('a session', () => {
  test('is readable and listed as soon as it is created', async () => {
    const { read, create } = mockForTest();
    const id = await create(['a', 'b']);
    const summary = await read(`/${id}/summary`);
    expect(summary).toEqual({
      session_id: id,
      last_updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      generated_title: null,
      index_ids: ['a', 'b'],
      job_metadata: null,
    });
    expect(await read(`/${id}`)).toEqual({ ...summary, events: [] });
    expect(await read('')).toEqual({ items: [summary], next_page_token: null });
  });

  test.each([
    ['no body', {}],
    ['an empty object', { json: {} }],
    ['null', { json: { index_ids: null } }],
    ['fields of a later revision', { json: { shared_access: 'query' } }],
  ])('is unbound if it is created with %s', async (_, init) => {
    const { send } = mockForTest();
    const response = await send('', { method: 'POST', ...init });
    expect(response.status).toBe(201);
    expect((await response.json()).index_ids).toBeNull();
  });

  test('gets a title from its first message, repeatedly', async () => {
    const { read, create } = mockForTest();
    const id = await create();
    const first = await read(`/${id}/title`, { json: { first_message: 'how much did revenue grow? I need it.' } });
    expect(first.generated_title).toBe('How much did revenue grow');
    const second = await read(`/${id}/title`, { json: { first_message: 'x'.repeat(80) } });
    expect(second.generated_title).toHaveLength(60);
    expect(await read(`/${id}/summary`)).toEqual(second);
    expect(second.last_updated_at > first.last_updated_at).toBe(true);
  });

  test('returns 404 after it is deleted', async () => {
    const { send, create, turn, read } = mockForTest();
    const id = await create();
    const response = await send(`/${id}`, { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const title = { json: { first_message: 'x' } };
    const after = [
      await send(`/${id}`),
      await send(`/${id}/summary`),
      await send(`/${id}/title`, title),
      await turn(id),
      await send(`/${id}`, { method: 'DELETE' }),
    ];
    expect(after.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(await after[0]!.json()).toEqual({ detail: `There is no session ${id} in this project.` });
    expect((await read('')).items).toEqual([]);
  });

  test('is not visible from another project', async () => {
    const { send, create, read } = mockForTest();
    const id = await create();
    expect((await send(`/${id}?project_id=${project}`)).status).toBe(404);
    expect((await read(`?project_id=${project}`)).items).toEqual([]);
    const other = (await read(`?project_id=${project}`, { json: {} })).session_id;
    expect((await send(`/${other}?project_id=${project.toUpperCase()}`)).status).toBe(200);
    expect((await send(`/${other}`)).status).toBe(404);
  });
});

describe('a list', () => {
  test('returns each session once, from the newest to the oldest, while others are created', async () => {
    const { read, create } = mockForTest();
    const ids = [];
    for (let count = 0; count < 7; count++) ids.unshift(await create());
    const seen: string[] = [];
    let token: string | null = '';
    do {
      const page: SessionPage = await read(`?page_size=3${token && `&page_token=${token}`}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((item) => item.session_id));
      token = page.next_page_token ?? null;
      await create();
    } while (token !== null);
    expect(seen).toEqual(ids);
  });

  test('has twenty sessions on a page by default, and at most a hundred', async () => {
    const { read, create } = mockForTest();
    for (let count = 0; count < 101; count++) await create();
    expect((await read('')).items).toHaveLength(20);
    expect((await read('?page_size=10000')).items).toHaveLength(100);
  });

  test('rejects a page token that it never issued', async () => {
    const { send, create, read } = mockForTest();
    await create();
    await create();
    const { next_page_token: token } = await read('?page_size=1');
    const flip = (character: string) => (character === 'A' ? 'Q' : 'A');
    for (const forged of ['abc', '', `${token}A`, token.replace(/.$/, flip), token.replace(/^./, flip)]) {
      const response = await send(`?page_token=${forged}`);
      expect(response.status).toBe(422);
      expect((await response.json()).detail[0].loc).toEqual(['query', 'page_token']);
    }
  });
});

describe('a turn', () => {
  test('is stored as it was streamed, without its deltas', async () => {
    const { read, create, turn } = mockForTest();
    const id = await create();
    const before = await read(`/${id}/summary`);
    const streamed = await eventsIn(await turn(id, 'Say "hi"\n'));
    await eventsIn(await turn(id, '#plain-answer'));
    const { events, ...summary } = await read(`/${id}`);
    const complete = streamed.filter(({ name }) => name === 'message').map(({ data }) => data);
    const first = events.slice(0, complete.length + 1);
    expect(first).toEqual([{ type: 'user_input', content: 'Say "hi"\n' }, ...complete]);
    expect(events.slice(first.length).map((event: { type: string }) => event.type)).toEqual([
      'user_input',
      'text',
      'stop',
    ]);
    expect(events[first.length].content).toBe('#plain-answer');
    expect(summary.job_metadata).toMatchObject({ ...events.at(-1).usage, error: null, is_error: false });
    expect(summary.last_updated_at > before.last_updated_at).toBe(true);
  });

  test('ends for the session before its client can have read the stop', async () => {
    const { read, create, turn } = mockForTest();
    const id = await create();
    const decoded: string[] = [];
    for await (const chunk of (await turn(id)).body!) {
      decoded.push(new TextDecoder().decode(chunk));
      if (decoded.at(-1)!.includes('"stop"')) break;
    }
    expect((await read(`/${id}`)).events.at(-1)).toMatchObject({ type: 'stop', is_error: false });
  });

  test('that fails is marked in the summary, and keeps the streamed text', async () => {
    const { read, create, turn } = mockForTest();
    const id = await create();
    const streamed = await eventsIn(await turn(id, '#error-stop'));
    const { events, job_metadata: job } = await read(`/${id}`);
    expect(job).toMatchObject({ is_error: true, error: streamed.at(-1)!.data.error });
    const deltas = streamed.filter(({ data }) => data.type === 'text_delta').map(({ data }) => data);
    expect(events.filter((event: { type: string }) => event.type === 'text_delta')).toEqual(deltas);
  });

  test.each([
    [['a', 'b'], ['b', 'a', 'b'], 200],
    [['a', 'b'], ['a'], 409],
    [['a'], ['a', 'b'], 409],
    [null, ['c'], 200],
  ])('of a session bound to %j with the indexes %j returns %i', async (bound, asked, status) => {
    const { create, turn } = mockForTest();
    const id = await create(bound);
    await eventsIn(await turn(id, '#plain-answer', { json: { index_ids: bound ?? ['z'], prompt: 'x' } }));
    expect((await turn(id, '', { json: { index_ids: asked, prompt: 'x' } })).status).toBe(status);
  });

  test('plays at the pace of its fixture, and rejects another turn meanwhile', async () => {
    const clock = createFakeClock();
    const { create, turn, read } = mockForTest({ clock, speed: 2 });
    const id = await create();
    const playing = eventsIn(await turn(id, '#plain-answer'));
    const played = 1989 / 2;
    await clock.advance(played - 1);
    const refused = await turn(id);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      { detail: 'This session is still streaming another turn.' },
    ]);
    expect((await read(`/${id}`)).events).toEqual([]);
    await clock.advance(1);
    expect((await playing).at(-1)!.data).toMatchObject({ type: 'stop', usage: { duration_ms: 1989 } });
    expect((await turn(id)).status).toBe(200);
  });

  test.each(['cancels the body', 'aborts the request'])('is stored with an error if the client %s', async (how) => {
    const clock = createFakeClock();
    const { create, turn, read } = mockForTest({ clock });
    const id = await create();
    const client = new AbortController();
    const reader = (await turn(id, 'Hello', { signal: client.signal })).body!.getReader();
    await clock.advance(600);
    const { value } = await reader.read();
    if (how === 'cancels the body') await reader.cancel();
    else client.abort();
    await clock.advance(0);
    const { events, job_metadata: job } = await read(`/${id}`);
    expect(new TextDecoder().decode(value)).toContain('thinking_delta');
    expect(events[0]).toEqual({ type: 'user_input', content: 'Hello' });
    expect(events[1].type).toBe('thinking_delta');
    expect(events.at(-1)).toMatchObject({ type: 'stop', is_error: true, error: expect.any(String) });
    expect(job).toMatchObject({ is_error: true, error: events.at(-1).error });
    expect((await turn(id)).status).toBe(200);
  });

  test('notices that its client has left after the request object was collected as garbage', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const clock = createFakeClock();
    const { create, turn } = mockForTest({ clock });
    const client = new AbortController();
    const reader = (await turn(await create(), 'Hello', { signal: client.signal })).body!.getReader();
    await clock.advance(600);
    await reader.read();
    for (let round = 0; round < 5; round += 1) {
      collectGarbage();
      await new Promise((resolve) => setImmediate(resolve));
    }
    client.abort();
    await expect(Promise.race([reader.read(), clock.advance(60_000)])).rejects.toThrow('went away');
  });

  test('does not bring a session back that was deleted while it played', async () => {
    const clock = createFakeClock();
    const { create, turn, send } = mockForTest({ clock });
    const id = await create();
    const playing = eventsIn(await turn(id));
    await send(`/${id}`, { method: 'DELETE' });
    await clock.advance(60_000);
    await playing;
    expect((await send(`/${id}`)).status).toBe(404);
  });

  test('has different call ids than the previous one', async () => {
    const { create, turn } = mockForTest();
    const id = await create();
    const idsOf = async () => {
      const events = (await eventsIn(await turn(id, '#parallel-tools'))).map(({ data }) => data);
      const idsIn = (type: string) => events.flatMap((event) => (event.type === type ? [event.call_id] : []));
      expect(idsIn('tool_result').sort()).toEqual(idsIn('tool_call').sort());
      return idsIn('tool_call');
    };
    const ids = [...(await idsOf()), ...(await idsOf())];
    expect(new Set(ids).size).toBe(6);
  });
});

describe('the scenario', () => {
  const scenarioOf = (response: Response) => response.headers.get('x-mock-scenario');

  test('is selected by Prefer, else by the prompt, else by --scenario', async () => {
    const { create, turn } = mockForTest({ scenario: 'no-deltas' });
    const id = await create(null);
    const preferred = await turn(id, '#tool-failure', { headers: { prefer: 'scenario=error-stop' } });
    expect(scenarioOf(preferred)).toBe('error-stop');
    await eventsIn(preferred);
    const prompted = await turn(id, 'see #nothing and (#tool-failure).');
    expect(scenarioOf(prompted)).toBe('tool-failure');
    await eventsIn(prompted);
    expect(scenarioOf(await turn(id, 'C#tool-failure ##tool-failure'))).toBe('no-deltas');
  });

  test('is rejected with the list of known names if it is unknown', async () => {
    const { create, turn } = mockForTest();
    const response = await turn(await create(), 'x', { headers: { prefer: 'scenario=nope' } });
    expect(response.status).toBe(422);
    expect((await response.json()).detail[0]).toMatchObject({
      loc: ['header', 'prefer'],
      msg: expect.stringMatching(/nope.*error-stop.*tool-failure/),
    });
    expect(() => mockForTest({ scenario: 'nope' })).toThrow(
      /Unknown scenario "nope"\. Expected error-stop, .*tool-failure/,
    );
  });
});

describe('the demo seed', () => {
  test('has sessions of every kind that satisfy the contract', async () => {
    const { read } = mockForTest({ seed: 'demo' });
    const { items }: SessionPage = await read('');
    expect(items[0]?.session_id).toBe('ses_demo_welcome');
    expect(items.some((item) => item.index_ids === null)).toBe(true);
    expect(items.some((item) => item.generated_title === null)).toBe(true);
    expect(items.some((item) => item.job_metadata?.is_error)).toBe(true);
    const { events }: Session = await read('/ses_demo_revenue');
    expect(events.filter((event) => event.type === 'user_input')).toHaveLength(2);
  });

  test.each([
    [{ sessions: {} }, 'must be {"sessions": [...]}'],
    [{ sessions: [{ session_id: 'a' }] }, 'sessions[0].minutes_ago must be a number'],
    [{ sessions: [{ session_id: 1, minutes_ago: 1 }] }, 'sessions[0].session_id must be string'],
    [
      { sessions: [{ session_id: 'a', minutes_ago: 1, events: [{ type: 'text' }] }] },
      'sessions[0].events[0].content is missing',
    ],
    [{ sessions: [1, 2].map((minutes_ago) => ({ session_id: 'a', minutes_ago })) }, 'a is a duplicate'],
  ])('is rejected if it is invalid: %j', (seed, message) => {
    expect(() => mockForTest({ seed: seed as never })).toThrow(message);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { eventsIn, mockForTest } from '../mock-for-test.ts';
import { createFakeClock } from '../node/fake-clock.ts';
import { type RunningMock, startMock } from '../node/start-mock.ts';
import { transportFaults } from './transport.ts';

const running: RunningMock[] = [];
afterEach(() => Promise.all(running.splice(0).map((mock) => mock.close())));

const prefer = (value: string) => ({ headers: { prefer: value } });

/** The chunks of a turn as they arrive, and how it ends. */
async function chunksOf(response: Response): Promise<{ chunks: Buffer[]; ended: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response.body!) chunks.push(Buffer.from(chunk));
    return { chunks, ended: true };
  } catch {
    return { chunks, ended: false };
  }
}

async function turnWith(fault: string, prompt = '#plain-answer', options: Parameters<typeof mockForTest>[0] = {}) {
  const tools = mockForTest({ faults: [fault], ...options });
  // The faults of the mock would also apply to this request.
  const id = 'ses_here';
  await tools.mock.controls().seed({ sessions: [{ session_id: id, minutes_ago: 1 }] });
  return { ...tools, id, response: await tools.turn(id, prompt) };
}

describe('a fault on the way', () => {
  test.each([
    ['answer-401', 401, 'www-authenticate', 'Bearer'],
    ['answer-409', 409, 'content-type', 'application/json'],
    ['answer-422', 422, 'content-type', 'application/json'],
    ['answer-429', 429, 'retry-after', '1'],
    ['answer-429:30', 429, 'retry-after', '30'],
    ['answer-500', 500, 'content-type', 'application/json'],
    ['answer-503:5', 503, 'retry-after', '5'],
  ])('%s returns %i and names itself in a header', async (fault, status, name, value) => {
    for (const { response } of [await turnWith(fault)]) {
      expect([response.status, response.headers.get(name)]).toEqual([status, value]);
      expect(response.headers.get('x-mock-fault')).toBe(fault);
      expect(await response.json()).toHaveProperty('detail');
    }
  });

  test('is named in a header even if it changed nothing', async () => {
    const { send } = mockForTest({ faults: ['stream-cut'] });
    const { headers } = await send('');
    expect([headers.get('x-mock-fault'), headers.get('x-mock-faults-on')]).toEqual([null, 'stream-cut']);
  });

  test('latency waits, and adds a random jitter', async () => {
    const clock = createFakeClock();
    const { send } = mockForTest({
      clock,
      faults: ['latency:200:100'],
      random: (count) => new Uint8Array(count).fill(128),
    });
    let answered = false;
    const answer = send('').then((response) => {
      answered = true;
      return response;
    });
    await clock.advance(249);
    expect(answered).toBe(false);
    await clock.advance(2);
    expect((await answer).headers.get('x-mock-fault')).toBe('latency:200:100');
  });

  test('stall-before-first-byte never responds', async () => {
    const clock = createFakeClock();
    const { send } = mockForTest({ clock, faults: ['stall-before-first-byte'] });
    let answered = false;
    void send('').then(() => {
      answered = true;
    });
    await clock.advance(3_600_000);
    expect(answered).toBe(false);
  });

  test('content-type changes the media type of a response', async () => {
    const { response } = await turnWith('content-type:application/x-ndjson');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  });

  test.each([
    ['end-after-event:2', true],
    ['reset-after-event:2', false],
  ])('%s sends two events; ended cleanly: %s', async (fault, ended) => {
    const { response, id, mock } = await turnWith(fault);
    const read = await chunksOf(response);
    expect(
      Buffer.concat(read.chunks)
        .toString()
        .match(/^data:/gm),
    ).toHaveLength(2);
    expect(read.ended).toBe(ended);
    const { default: sessions } = await mock.controls().sessions();
    const kept = sessions!.find((session) => session.session_id === id)!.events as object[];
    expect(kept.at(-1)).toMatchObject({ type: 'stop', is_error: true });
  });

  test('stall-after-event stops sending, and the session continues streaming', async () => {
    const clock = createFakeClock();
    const { response, turn, id } = await turnWith('stall-after-event:2:5000', '#plain-answer', { clock });
    const reader = response.body!.getReader();
    let text = '';
    const reading = (async () => {
      for (let step = await reader.read(); !step.done; step = await reader.read()) text += Buffer.from(step.value);
    })();
    await clock.advance(4999);
    expect(text.match(/^data:/gm)).toHaveLength(2);
    expect((await turn(id)).status).toBe(409);
    await clock.advance(20_000);
    await reading;
    expect(text).toContain('"stop"');
  });

  test('garbage-frame is sent before its event', async () => {
    const { response } = await turnWith('garbage-frame:1');
    const bytes = Buffer.concat((await chunksOf(response)).chunks);
    expect(bytes.subarray(0, 18).toString('latin1')).toBe('data: {"type": \xff\0\xfe');
    expect(bytes.toString()).toContain('"stop"');
  });

  test('all-at-once waits for nothing', async () => {
    const clock = createFakeClock();
    const { response } = await turnWith('all-at-once', '#plain-answer', { clock, speed: 1 });
    expect((await eventsIn(response)).at(-1)!.data.type).toBe('stop');
  });

  test('slow-drip sends all bytes, a given number at a time', async () => {
    const whole = Buffer.concat((await chunksOf((await turnWith('latency:0:0')).response)).chunks);
    const { response } = await turnWith('slow-drip:50:0');
    const { chunks } = await chunksOf(response);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(whole.length);
    expect(Buffer.concat(chunks).equals(whole)).toBe(true);
    const clock = createFakeClock();
    const slow = chunksOf((await turnWith('slow-drip:50:10', '#plain-answer', { clock })).response);
    await clock.advance(100_000);
    expect(Math.max(...(await slow).chunks.map(({ length }) => length))).toBe(50);
  });

  test('split-at splits the body at its offsets', async () => {
    const clock = createFakeClock();
    const splitting = chunksOf((await turnWith('split-at:3:40:1000', '#plain-answer', { clock })).response);
    await clock.advance(100_000);
    const ends: number[] = [];
    let end = 0;
    for (const { length } of (await splitting).chunks) {
      end += length;
      ends.push(end);
    }
    expect(ends).toEqual(expect.arrayContaining([3, 40, 1000]));
  });

  test.each([
    ['slow-drip:16:5', 16, 'GET', ''],
    ['split-at:1:9', 9, 'GET', '/ses_demo_welcome'],
    ['answer-429:7, fault=slow-drip:10:5', 10, 'POST', ''],
    ['slow-drip:10:5, fault=split-at:3', 10, 'GET', '/nobody'],
  ])('%s sends any body in pieces, with its length', async (fault, first, method, path) => {
    const clock = createFakeClock();
    const { send, mock } = mockForTest({ clock });
    const response = await send(path, { method, headers: { prefer: `fault=${fault}` } });
    const reading = chunksOf(response);
    await clock.advance(100_000);
    const { chunks, ended } = await reading;
    const bytes = Buffer.concat(chunks);
    expect(ended).toBe(true);
    expect(Math.max(...chunks.slice(0, 2).map(({ length }) => length))).toBeLessThanOrEqual(first);
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    expect(response.headers.get('x-mock-fault')).toBe(fault.replace('fault=', ''));
    expect(mock.controls().requests().at(-1)!.responseBody).toEqual(JSON.parse(bytes.toString()));
  });

  test('reset-before-first-byte resets the connection', async () => {
    const mock = await startMock({ faults: ['reset-before-first-byte'] });
    running.push(mock);
    const failure = await fetch(`${mock.url}/api/v1/chat`, { headers: { authorization: 'Bearer x' } }).catch(
      (error) => error,
    );
    expect(failure.cause).toMatchObject({ code: 'ECONNRESET' });
  });

  test('combines with a scenario and a contract fault, in any order', async () => {
    const { turn, create } = mockForTest();
    const id = await create();
    const value = 'fault=slow-drip:100:0, fault=stream-two-stops, scenario=tool-failure';
    const response = await turn(id, 'x', prefer(value));
    expect(response.headers.get('x-mock-fault')).toBe('stream-two-stops, slow-drip:100:0');
    expect(response.headers.get('x-mock-scenario')).toBe('tool-failure');
    expect((await eventsIn(response)).filter(({ data }) => data.type === 'stop')).toHaveLength(2);
  });

  test.each(transportFaults.map(({ name }) => name))('%s has a title, and violates no rule', (name) => {
    const fault = transportFaults.find((one) => one.name === name)!;
    expect(fault.title).toMatch(/^[A-Z].*\.$/);
    expect(fault.violates).toBeUndefined();
  });
});

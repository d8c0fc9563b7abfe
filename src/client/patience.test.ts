import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '../../generated/types.ts';
import { createChatClient } from './create-chat-client.ts';

// Time is simulated here, so that no test waits or depends on the speed of the machine.
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const prompt = { index_ids: ['idx_1'], prompt: 'Why?' };
const baseUrl = 'https://chat.example';
const encoder = new TextEncoder();

/** A client whose server returns these responses in order, and the requests that it received. */
function clientOf(answers: (Response | Error | (() => Promise<Response>))[], options = {}) {
  const requests: Request[] = [];
  const times: number[] = [];
  const start = Date.now();
  const chat = createChatClient({
    baseUrl,
    ...options,
    fetch: async (request) => {
      requests.push(request);
      times.push(Date.now() - start);
      const answer = answers[requests.length - 1];
      if (answer instanceof Error || !answer) throw answer ?? new Error('asked once too often');
      return answer instanceof Response ? answer : answer();
    },
  });
  return { chat, requests, times };
}

/** The outcome of a call in simulated time. */
async function settle(call: Promise<unknown>): Promise<unknown> {
  const outcome = call.catch((error) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

function refusal(status: number, headers = {}): Response {
  return Response.json({ detail: 'Not now.' }, { status, headers });
}

/** An event stream that sends each piece after its delay, and then stays open. */
function slowStream(pieces: [number, string][]): { response: Response; cancelled: () => boolean } {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const [milliseconds, text] of pieces) {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        if (!cancelled) controller.enqueue(encoder.encode(text));
      }
    },
    cancel() {
      cancelled = true;
    },
  });
  const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  return { response, cancelled: () => cancelled };
}

function frame(event: Event): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

const text = frame({ type: 'text', content: 'Because' });
const stop = frame({ type: 'stop', error: null, is_error: false, usage: {} });

async function collect(stream: AsyncIterable<unknown>, events: unknown[] = []): Promise<unknown[]> {
  for await (const event of stream) events.push(event);
  return events;
}

describe('a request is sent again', () => {
  it('if a GET gets 429 or 5xx, after about half a second and then twice as long', async () => {
    const { chat, times } = clientOf([refusal(503), refusal(429), Response.json({ session_id: 's' })]);
    expect(await settle(chat.getSession('s'))).toEqual({ session_id: 's' });
    expect(times).toEqual([0, 500, 1500]);
  });

  it('if a DELETE gets one', async () => {
    const { chat, requests } = clientOf([refusal(500), new Response(null, { status: 204 })]);
    expect(await settle(chat.deleteSession('s'))).toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  it('after the time in Retry-After', async () => {
    const date = new Date(Date.now() + 9000).toUTCString();
    const { chat, times } = clientOf([
      refusal(429, { 'retry-after': '7' }),
      refusal(503, { 'retry-after': date }),
      Response.json({ items: [] }),
    ]);
    expect(await settle(chat.listSessions())).toEqual({ items: [] });
    expect(times[1]).toBe(7000);
    expect(times[2]).toBeGreaterThanOrEqual(8000);
    expect(times[2]).toBeLessThanOrEqual(9000);
  });

  it('after a random wait', async () => {
    for (const [random, wait] of [
      [0, 250],
      [0.999, 750],
    ] as const) {
      vi.mocked(Math.random).mockReturnValue(random);
      const { chat, times } = clientOf([refusal(500), Response.json({ items: [] })]);
      await settle(chat.listSessions());
      expect(times[1]).toBeCloseTo(wait, -1);
    }
  });

  it('up to the maximum number of retries, and then reports the last response', async () => {
    const { chat, requests } = clientOf([refusal(500), refusal(502), refusal(503), refusal(504)]);
    expect(await settle(chat.getSession('s'))).toMatchObject({ name: 'ServerError', status: 503 });
    expect(requests).toHaveLength(3);
    const never = clientOf([refusal(500)], { retries: 0 });
    expect(await settle(never.chat.getSession('s'))).toMatchObject({ name: 'ServerError' });
    expect(never.requests).toHaveLength(1);
  });

  it('unless the call is aborted meanwhile', async () => {
    const leave = new AbortController();
    const { chat, requests } = clientOf([refusal(429, { 'retry-after': '30' })]);
    const call = chat.getSession('s', { signal: leave.signal }).catch((error) => error);
    await vi.advanceTimersByTimeAsync(1000);
    leave.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(vi.getTimerCount()).toBe(0);
    expect(requests).toHaveLength(1);
  });
});

describe('a request is not sent again', () => {
  it('if Retry-After is more than a minute', async () => {
    const { chat, requests } = clientOf([refusal(429, { 'retry-after': '61' })]);
    expect(await settle(chat.listSessions())).toMatchObject({ name: 'RateLimitError', retryAfter: 61_000 });
    expect(requests).toHaveLength(1);
  });

  it.each([400, 401, 404, 409, 422])('if a GET gets %i', async (status) => {
    const { chat, requests } = clientOf([refusal(status)]);
    expect(await settle(chat.getSession('s'))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it('if the connection failed', async () => {
    const { chat, requests } = clientOf([new TypeError('fetch failed')]);
    expect(await settle(chat.getSession('s'))).toMatchObject({ name: 'ConnectionError' });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['429', refusal(429, { 'retry-after': '0' })],
    ['500', refusal(500)],
    ['503', refusal(503, { 'retry-after': '1' })],
    ['no answer', new TypeError('fetch failed')],
    ['a stream without its end', slowStream([[1, text]]).response],
    ['silence', () => new Promise<never>(() => {})],
  ])('if it is a prompt that gets %s', async (_, answer) => {
    const { chat, requests } = clientOf([answer], { retries: 9 });
    expect(await settle(collect(chat.streamMessages('s', prompt)))).toMatchObject({ operation: 'streamMessages' });
    expect(requests).toHaveLength(1);
  });

  it.each(['createSession', 'generateSessionTitle'] as const)('if it is %s', async (name) => {
    const { chat, requests } = clientOf([refusal(503)]);
    const call =
      name === 'createSession' ? chat.createSession() : chat.generateSessionTitle('s', { first_message: 'a' });
    expect(await settle(call)).toMatchObject({ name: 'ServerError' });
    expect(requests).toHaveLength(1);
  });
});

describe('a server that is silent', () => {
  it('has a minute for its first byte, then the request ends', async () => {
    const { chat, requests } = clientOf([() => new Promise(() => {})]);
    const start = Date.now();
    expect(await settle(chat.getSession('s'))).toMatchObject({
      name: 'TimeoutError',
      operation: 'getSession',
      message: 'getSession: nothing received for 60000 ms',
    });
    expect(Date.now() - start).toBe(60_000);
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it('has the time of the option', async () => {
    const late = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(Response.json({ items: [] })), 90_000));
    expect(await settle(clientOf([late], { timeout: 1000 }).chat.listSessions())).toMatchObject({
      name: 'TimeoutError',
    });
    const patient = clientOf([late], { timeout: Number.POSITIVE_INFINITY });
    expect(await settle(patient.chat.listSessions())).toEqual({ items: [] });
  });

  it('in the middle of a stream is abandoned, and the reader keeps the events that arrived', async () => {
    const { response, cancelled } = slowStream([[10, text]]);
    const { chat, requests } = clientOf([response], { idleTimeout: 5000 });
    const events: unknown[] = [];
    expect(await settle(collect(chat.streamMessages('s', prompt), events))).toMatchObject({
      name: 'TimeoutError',
      message: 'streamMessages: nothing received for 5000 ms',
    });
    expect(events).toHaveLength(1);
    expect(cancelled()).toBe(true);
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it('is not abandoned while it sends comments', async () => {
    const pieces: [number, string][] = Array.from({ length: 20 }, () => [4000, ': alive\n\n']);
    const { chat } = clientOf([slowStream([...pieces, [4000, stop]]).response], { idleTimeout: 5000 });
    expect(await settle(collect(chat.streamMessages('s', prompt)))).toHaveLength(1);
  });

  it('in the middle of another body is abandoned, too', async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(encoder.encode('{')) });
    const { chat } = clientOf([new Response(body)], { idleTimeout: 5000 });
    expect(await settle(chat.getSession('s'))).toMatchObject({ name: 'TimeoutError' });
  });

  it('is not confused with a slow reader', async () => {
    const { chat } = clientOf(
      [
        slowStream([
          [1, text + text],
          [1, stop],
        ]).response,
      ],
      { idleTimeout: 5000 },
    );
    const read = async () => {
      let count = 0;
      for await (const _ of chat.streamMessages('s', prompt)) {
        count += 1;
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      return count;
    };
    expect(await settle(read())).toBe(3);
  });

  it('after the last event does not delay the end of the turn', async () => {
    const { response, cancelled } = slowStream([[10, text + stop]]);
    const start = Date.now();
    expect(await settle(collect(clientOf([response]).chat.streamMessages('s', prompt)))).toHaveLength(2);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(cancelled()).toBe(true);
  });
});

describe('a server that never finishes', () => {
  const drip = () => slowStream(Array.from({ length: 1000 }, () => [1000, ' '])).response;

  it('is abandoned after the total time of a call, however often it sends a byte', async () => {
    const { chat, requests } = clientOf([drip()]);
    const start = Date.now();
    expect(await settle(chat.getSession('s'))).toMatchObject({
      name: 'TimeoutError',
      message: 'getSession: not finished after 300000 ms',
    });
    expect(Date.now() - start).toBeLessThan(1_100_000);
    expect(requests).toHaveLength(1);
  });

  it('is abandoned in an error response, a stream and the openapi-fetch client, too', async () => {
    const totalTimeout = 5000;
    const bad = () => new Response(drip().body, { status: 500 });
    const want = { name: 'TimeoutError', message: expect.stringContaining('not finished after 5000 ms') };
    expect(await settle(clientOf([bad()], { totalTimeout }).chat.getSession('s'))).toMatchObject(want);
    const { chat } = clientOf([drip(), drip()], { totalTimeout });
    expect(await settle(collect(chat.streamMessages('s', prompt)))).toMatchObject(want);
    expect(await settle(chat.http.GET('/api/v1/chat'))).toMatchObject(want);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is abandoned if its response is too large', async () => {
    for (const status of [200, 500]) {
      const big = () => new Response('x'.repeat(2000), { status, headers: { 'content-type': 'text/event-stream' } });
      const { chat, requests } = clientOf([big(), big()], { maxBytes: 1000, retries: 0 });
      const want = { name: 'ResponseTooLargeError' };
      expect(await settle(chat.getSession('s'))).toMatchObject(want);
      expect(await settle(collect(chat.streamMessages('s', prompt)))).toMatchObject(want);
      expect(requests[0]?.signal.aborted).toBe(true);
    }
  });

  it('keeps a connection open only for a while after the last event, whatever it sends', async () => {
    const pieces: [number, string][] = [
      [10, text + stop],
      ...Array.from({ length: 100 }, (): [number, string] => [1000, ':\n']),
    ];
    const { response, cancelled } = slowStream(pieces);
    const read = collect(clientOf([response]).chat.streamMessages('s', prompt));
    await vi.advanceTimersByTimeAsync(5100);
    expect(await read).toHaveLength(2);
    expect(cancelled()).toBe(true);
    vi.clearAllTimers();
  });
});

describe('a call that is aborted', () => {
  it('before it began sends nothing', async () => {
    const { chat, requests } = clientOf([Response.json({})]);
    const signal = AbortSignal.abort();
    expect(await settle(chat.getSession('s', { signal }))).toMatchObject({
      name: 'AbortError',
      operation: 'getSession',
    });
    expect(await settle(collect(chat.streamMessages('s', prompt, { signal })))).toMatchObject({ name: 'AbortError' });
    expect(requests).toHaveLength(0);
  });

  it('ends immediately, even if the fetch of the options ignores the signal', async () => {
    const leave = new AbortController();
    const reason = new Error('the window was closed');
    const { chat } = clientOf([() => new Promise(() => {})]);
    const call = chat.getSession('s', { signal: leave.signal }).catch((error) => error);
    leave.abort(reason);
    expect(await call).toMatchObject({ name: 'AbortError', cause: reason });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer after it succeeded', async () => {
    const leave = new AbortController();
    const { chat, requests } = clientOf([Response.json({ items: [] })]);
    await chat.listSessions({}, { signal: leave.signal });
    expect(vi.getTimerCount()).toBe(0);
    expect(requests[0]?.signal.aborted).toBe(true);
  });
});

it('stops following pages that lead back to an earlier one', async () => {
  const page = () => Response.json({ items: [{ session_id: 'a' }], next_page_token: 'again' });
  const { chat, requests } = clientOf([page(), page(), page(), page()]);
  expect(await settle(collect(chat.listSessions.all()))).toMatchObject({
    name: 'ChatError',
    message: 'listSessions: the pages repeat',
  });
  expect(requests).toHaveLength(2);
});

it('shows no token in an error if a stream repeats it', async () => {
  const token = 'key-that-nobody-may-see';
  const rules = { checkProtocol: () => () => `wrong: ${token}` };
  for (const [body, options] of [
    [`data: {"${token}\n\n`, {}],
    [stop, rules],
  ] as const) {
    const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const { chat } = clientOf([response], { token, ...options });
    const error = await settle(collect(chat.streamMessages('s', prompt)));
    expect(error).toMatchObject({ name: 'StreamProtocolError' });
    expect(String(error)).toContain('[token]');
    expect(String(error)).not.toContain(token);
  }
});

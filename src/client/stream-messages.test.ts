import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../generated/types.ts';
import { sendJson, serve } from '../../test/support/serve-for-test.ts';
import { createChatClient } from './create-chat-client.ts';
import { checkProtocol } from './protocol-check.ts';

const stop: Event = { type: 'stop', error: null, is_error: false, usage: {} };
const prompt = { index_ids: ['idx_1'], prompt: 'Why?' };

function open(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
}

function frame(event: Event, name = event.type.endsWith('_delta') ? 'delta' : 'message'): string {
  return `event: ${name}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A promise with its resolve function. */
function signal(): { reached: Promise<void>; reach: () => void } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}

async function collect(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

describe('a turn', () => {
  it('yields each event before the server has sent the next', async () => {
    const first = signal();
    const last = signal();
    const { baseUrl, requests } = await serve(async (_, response) => {
      open(response).write(frame({ type: 'text_delta', content: 'Bec' }));
      await first.reached;
      response.write(frame({ type: 'text_delta', content: 'ause' }));
      await last.reached;
      response.end(frame(stop));
    });
    const events: Event[] = [];
    for await (const event of createChatClient({ baseUrl }).streamMessages('ses_1', prompt)) {
      events.push(event);
      if (events.length === 1) first.reach();
      if (events.length === 2) last.reach();
    }
    expect(events).toEqual([{ type: 'text_delta', content: 'Bec' }, { type: 'text_delta', content: 'ause' }, stop]);
    expect(requests).toMatchObject([
      { method: 'POST', url: '/api/v1/chat/ses_1/messages/stream', body: JSON.stringify(prompt) },
    ]);
  });

  it('is requested when it is read, and only once', async () => {
    const { baseUrl, requests } = await serve((_, response) => open(response).end(frame(stop)));
    const turn = createChatClient({ baseUrl }).streamMessages('ses_1', prompt);
    expect(requests).toHaveLength(0);
    expect(await collect(turn)).toEqual([stop]);
    expect(await collect(turn)).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('ends the request when the reader leaves', async () => {
    const closed = signal();
    const { baseUrl } = await serve((_, response) => {
      response.on('close', closed.reach);
      open(response).write(frame({ type: 'text_delta', content: 'Bec' }));
    });
    for await (const _ of createChatClient({ baseUrl }).streamMessages('ses_1', prompt)) break;
    await closed.reached;
  });

  it('ends with the reason of its signal, in the middle too', async () => {
    const closed = signal();
    const { baseUrl } = await serve((_, response) => {
      response.on('close', closed.reach);
      open(response).write(frame({ type: 'text_delta', content: 'Bec' }) + frame({ type: 'text_delta', content: 'a' }));
    });
    const leave = new AbortController();
    const events: Event[] = [];
    const read = async () => {
      for await (const event of createChatClient({ baseUrl }).streamMessages('ses_1', prompt, leave)) {
        events.push(event);
        leave.abort(new Error('the window was closed'));
      }
    };
    await expect(read()).rejects.toMatchObject({
      name: 'AbortError',
      message: 'streamMessages: aborted (the window was closed)',
    });
    expect(events).toHaveLength(1);
    await closed.reached;
  });

  it('ends with the response, and yields nothing after its last event', async () => {
    const after = signal();
    let ended = false;
    const { baseUrl } = await serve(async (_, response) => {
      open(response).write(frame(stop));
      await after.reached;
      ended = true;
      response.end(`${frame({ type: 'text', content: 'late' })}data: [DONE]\n\n`);
    });
    const events: Event[] = [];
    for await (const event of createChatClient({ baseUrl }).streamMessages('ses_1', prompt)) {
      events.push(event);
      after.reach();
    }
    expect(events).toEqual([stop]);
    expect(ended).toBe(true);
  });
});

describe('a turn that goes wrong', () => {
  const cases: { given: string; answer: (response: ServerResponse) => void; want: object }[] = [
    {
      given: 'a stream that ends early',
      answer: (response) => open(response).end(frame({ type: 'text', content: 'Because' })),
      want: { name: 'StreamEndedError', message: 'streamMessages: the stream ended without its last event, stop' },
    },
    {
      given: 'an empty stream',
      answer: (response) => open(response).end(),
      want: { name: 'StreamEndedError' },
    },
    {
      given: 'a stream that is cut',
      answer: (response) =>
        void open(response).write(frame({ type: 'text', content: 'Because' }), () => response.destroy()),
      want: { name: 'StreamEndedError', message: 'streamMessages: the stream was cut (UND_ERR_SOCKET)' },
    },
    {
      given: 'data that is not JSON',
      answer: (response) => open(response).end('data: {"type"\n\n'),
      want: {
        name: 'StreamProtocolError',
        message: 'streamMessages: an event is not JSON: {"type"',
      },
    },
    {
      given: 'another content type',
      answer: (response) => sendJson(response, 200, stop),
      want: {
        name: 'StreamProtocolError',
        message: 'streamMessages: the response is application/json, not text/event-stream',
      },
    },
    {
      given: 'a refusal',
      answer: (response) => sendJson(response, 409, { detail: 'Another turn is streaming.' }),
      want: { name: 'ConflictError', message: 'streamMessages: 409: Another turn is streaming.' },
    },
  ];
  it.each(cases)('throws an error that says so: $given', async ({ answer, want }) => {
    const { baseUrl, requests } = await serve((_, response) => answer(response));
    await expect(collect(createChatClient({ baseUrl }).streamMessages('ses_1', prompt))).rejects.toMatchObject(want);
    expect(requests).toHaveLength(1);
  });

  it('names the violated rule if the protocol is checked', async () => {
    const { baseUrl } = await serve((_, response) =>
      open(response).end(frame({ type: 'text', content: 'a' }, 'delta') + frame(stop)),
    );
    expect(await collect(createChatClient({ baseUrl }).streamMessages('s', prompt))).toHaveLength(2);
    const checked = createChatClient({ baseUrl, checkProtocol }).streamMessages('s', prompt);
    await expect(collect(checked)).rejects.toMatchObject({
      name: 'StreamProtocolError',
      message: expect.stringContaining('(event-name; expected event: message, received event: delta)'),
    });
  });

  it('accepts a valid turn if the protocol is checked', async () => {
    const { baseUrl } = await serve((_, response) =>
      open(response).end(
        frame({ type: 'text_delta', content: 'a' }) + frame({ type: 'text', content: 'a' }) + frame(stop),
      ),
    );
    expect(await collect(createChatClient({ baseUrl, checkProtocol }).streamMessages('s', prompt))).toHaveLength(3);
  });
});

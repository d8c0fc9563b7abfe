import { act, createElement, type ReactNode, StrictMode, useEffect, useLayoutEffect } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Event } from '../../generated/types.ts';
import { startMock } from '../../mock/index.ts';
import { createChatClient } from '../../src/client/index.ts';
import type { Turn } from '../../src/client/turn.ts';
import type { SendPrompt } from '../../src/react/turn-asker.ts';
import { type TurnControls, useTurn } from '../../src/react/use-turn.ts';
import { openReactPage, type ReactPage } from '../support/pages/react-page.ts';

const usage = { duration_ms: 1, total_input_tokens: 1, total_output_tokens: 1, turns: 1 };
const stop: Event = { type: 'stop', error: null, is_error: false, usage };

/** A component that renders the status and text of its turn, and exposes its controls. */
function createProbe(send: SendPrompt, begin: (controls: TurnControls) => void = () => {}) {
  const seen: { controls?: TurnControls } = {};
  const Probe = () => {
    const controls = useTurn(send);
    seen.controls = controls;
    begin(controls);
    const { turn } = controls;
    return createElement('p', {}, turn ? `${turn.status}: ${turn.text}` : 'no turn');
  };
  return { Probe, controls: () => seen.controls! };
}

/** Streams that the test sends. With `isDeaf`, a stream ignores the signal. */
function createStreams(isDeaf = false) {
  const sent: {
    prompt: string;
    signal: AbortSignal;
    push(...events: (Event | 'end')[]): Promise<void>;
    isOver(): boolean;
  }[] = [];
  const send: SendPrompt = async function* (prompt, { signal }) {
    const waiting: (Event | 'end')[] = [];
    let wake = () => {};
    let over = false;
    const push = (...events: (Event | 'end')[]) =>
      act(async () => {
        waiting.push(...events);
        wake();
      });
    sent.push({ prompt, signal, push, isOver: () => over });
    if (!isDeaf) signal.addEventListener('abort', () => wake());
    try {
      for (;;) {
        for (const event of waiting.splice(0)) {
          if (event === 'end') return;
          yield event;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!isDeaf) signal.throwIfAborted();
      }
    } finally {
      over = true;
    }
  };
  return { sent, send };
}

const strict = (node: ReactNode) => createElement(StrictMode, {}, node);

it('renders a turn as it grows', async () => {
  const page = await openReactPage();
  const { sent, send } = createStreams();
  const { Probe, controls } = createProbe(send);
  await page.render(createElement(Probe));
  expect(page.element.textContent).toBe('no turn');
  let last: Turn | undefined;
  await act(async () => {
    controls()
      .ask('Why?')
      .then((turn) => {
        last = turn;
      });
  });
  expect(page.element.textContent).toBe('streaming: ');
  await sent[0]!.push({ type: 'text_delta', content: 'Beca' });
  expect(page.element.textContent).toBe('streaming: Beca');
  await sent[0]!.push({ type: 'text', content: 'Because.' });
  await sent[0]!.push(stop, 'end');
  expect(page.element.textContent).toBe('done: Because.');
  await vi.waitFor(() => expect(last).toMatchObject({ status: 'done', prompt: 'Why?' }));
});

it('returns the same functions in every render, which use the latest `send`', async () => {
  const page = await openReactPage();
  const prompts: string[] = [];
  const all: TurnControls[] = [];
  const Probe = ({ name }: { name: string }) => {
    all.push(
      useTurn(async function* (prompt) {
        prompts.push(`${name}: ${prompt}`);
        yield stop;
      }),
    );
    return null;
  };
  await page.render(createElement(Probe, { name: 'first' }));
  await page.render(createElement(Probe, { name: 'second' }));
  await act(async () => void (await all[0]!.ask('Why?')));
  expect(prompts).toEqual(['second: Why?']);
  expect(new Set(all.map(({ ask }) => ask)).size).toBe(1);
  expect(new Set(all.map(({ cancel }) => cancel)).size).toBe(1);
});

const effects: [string, (controls: TurnControls) => void][] = [
  ['an effect', ({ ask }) => useEffect(() => void ask('Why?'), [ask])],
  ['a layout effect', ({ ask }) => useLayoutEffect(() => void ask('Why?'), [ask])],
  [
    'an effect that cancels when it is cleaned up',
    ({ ask, cancel }) =>
      useEffect(() => {
        ask('Why?');
        return cancel;
      }, [ask, cancel]),
  ],
];
it.each(effects)('sends one POST from %s under StrictMode, and does not cancel it', async (_, begin) => {
  const page = await openReactPage();
  const { sent, send } = createStreams();
  const { Probe } = createProbe(send, begin);
  await page.render(strict(createElement(Probe)));
  expect(sent).toHaveLength(1);
  await sent[0]!.push({ type: 'text', content: 'Because.' });
  await sent[0]!.push(stop, 'end');
  expect(page.element.textContent).toBe('done: Because.');
});

it('sends one POST for two clicks, and another after the end', async () => {
  const page = await openReactPage();
  const { sent, send } = createStreams();
  const { Probe, controls } = createProbe(send);
  await page.render(strict(createElement(Probe)));
  await act(async () => {
    expect(controls().ask('One?')).toBe(controls().ask('Two?'));
  });
  expect(sent.map(({ prompt }) => prompt)).toEqual(['One?']);
  await sent[0]!.push(stop, 'end');
  await act(async () => void controls().ask('Two?'));
  expect(sent.map(({ prompt }) => prompt)).toEqual(['One?', 'Two?']);
});

it('sends the next prompt after the previous response has ended, because the session is busy until then', async () => {
  const page = await openReactPage();
  const { sent, send } = createStreams();
  const { Probe, controls } = createProbe(send);
  await page.render(createElement(Probe));
  await act(async () => void controls().ask('One?'));
  await sent[0]!.push(stop);
  expect(page.element.textContent).toBe('done: ');
  await act(async () => void controls().ask('Two?'));
  expect(page.element.textContent).toBe('streaming: ');
  expect(sent).toHaveLength(1);
  await sent[0]!.push('end');
  expect(sent).toHaveLength(2);
});

it.each([
  ['a stream that listens to the signal', false],
  ['one that does not', true],
])('cancels %s, keeps its parts, and sends again immediately', async (_, isDeaf) => {
  const page = await openReactPage();
  const { sent, send } = createStreams(isDeaf);
  const { Probe, controls } = createProbe(send);
  await page.render(createElement(Probe));
  await act(async () => void controls().ask('One?'));
  await sent[0]!.push({ type: 'text_delta', content: 'Beca' });
  await act(async () => controls().cancel());
  expect(page.element.textContent).toBe('cancelled: Beca');
  expect(controls().turn).toMatchObject({ error: 'Cancelled.', failure: { name: 'AbortError' } });
  await sent[0]!.push({ type: 'text_delta', content: 'use.' });
  expect(page.element.textContent).toBe('cancelled: Beca');
  expect(sent[0]!.isOver()).toBe(true);
  await act(async () => {
    controls().ask('Two?');
    controls().cancel();
    controls().ask('Three?');
  });
  expect(sent.map(({ prompt }) => prompt)).toEqual(['One?', 'Three?']);
  expect(page.element.textContent).toBe('streaming: ');
});

it('aborts on unmount, and sends nothing afterwards', async () => {
  const page = await openReactPage();
  const { sent, send } = createStreams();
  const { Probe, controls } = createProbe(send);
  await page.render(createElement(Probe));
  await act(async () => void controls().ask('Why?'));
  await page.unmount();
  expect(sent[0]!.signal.aborted).toBe(true);
  expect(sent[0]!.isOver()).toBe(true);
  expect(await controls().ask('And now?')).toMatchObject({ status: 'cancelled' });
  expect(sent).toHaveLength(1);
});

it('fails with text for people if `send` throws or its stream ends early', async () => {
  const page = await openReactPage();
  const failure = new TypeError('fetch failed');
  const answers: SendPrompt[] = [
    () => {
      throw failure;
    },
    async function* () {
      yield { type: 'text_delta', content: 'Beca' };
    },
  ];
  const { Probe, controls } = createProbe((...args) => answers.shift()!(...args));
  await page.render(createElement(Probe));
  const [first, second] = await act(async () => [await controls().ask('One?'), await controls().ask('Two?')]);
  expect(first).toMatchObject({ status: 'failed', error: 'Something went wrong. Try again.', failure });
  expect(second).toMatchObject({
    status: 'failed',
    text: 'Beca',
    error: 'The connection was lost before the answer was complete.',
  });
});

it('renders on a server, and hydrates without a difference', async () => {
  const { sent, send } = createStreams();
  const { Probe, controls } = createProbe(send);
  const html = renderToString(strict(createElement(Probe)));
  expect(html).toBe('<p>no turn</p>');
  const page = await openReactPage();
  const errors = vi.spyOn(console, 'error');
  onTestFinished(() => errors.mockRestore());
  await page.hydrate(html, strict(createElement(Probe)));
  await act(async () => void controls().ask('Why?'));
  expect(page.element.textContent).toBe('streaming: ');
  expect(sent).toHaveLength(1);
  expect(errors).not.toHaveBeenCalled();
});

it('sends one prompt to a mock under StrictMode, without a 409, and disconnects on unmount', async () => {
  const mock = await startMock({ speed: 1 });
  onTestFinished(() => mock.close());
  const chat = createChatClient({ baseUrl: mock.url, token: mock.token });
  const page: ReactPage = await openReactPage();
  const { Probe, controls } = createProbe(
    (prompt, { signal }) => chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt }, { signal }),
    ({ ask }) => useEffect(() => void ask('Tell me much #long-answer'), [ask]),
  );
  await page.render(strict(createElement(Probe)));
  await vi.waitFor(() => act(async () => expect(controls().turn?.parts.length).toBeGreaterThan(0)), 10_000);
  await page.unmount();
  expect(mock.requests().map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 200']);
  await vi.waitFor(() => expect(mock.streams()[0]).toMatchObject({ ended: { how: 'left' } }), 10_000);
});

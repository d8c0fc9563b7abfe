import { createContext, runInContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForBrowser, listAndStream } from '../support/bundle.ts';

/** The APIs that the client may use anywhere: a part of the Minimum Common Web API (ECMA-429). */
const webStandards = {
  AbortController,
  AbortSignal,
  DOMException,
  FormData,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextDecoderStream,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
  clearTimeout,
  crypto,
  fetch,
  performance,
  queueMicrotask,
  setTimeout,
};

/** Runs a program without the globals of Node and without code from strings, like edge runtimes. */
async function runOnTheEdge(program: string, values: object): Promise<void> {
  const context = createContext({ ...webStandards, ...values }, { codeGeneration: { strings: false, wasm: false } });
  const code = await bundleForBrowser(program, packageRoot);
  await runInContext(`(async () => {${code}})()`, context);
}

test('lists and streams with web standards only', async () => {
  const mock = await startMock({ speed: 'max' });
  onTestFinished(() => mock.close());
  const shown: string[] = [];
  await runOnTheEdge(listAndStream, { baseUrl: mock.url, show: (text: string) => shown.push(text) });
  expect(shown).toContain('ses_demo_welcome');
  expect(shown).toContain('text_delta');
  expect(shown.at(-1)).toBe('stop');
});

test('has errors and time-outs with web standards only', async () => {
  const mock = await startMock({ speed: 'max', faults: ['stall-after-event:1:ever'] });
  onTestFinished(() => mock.close());
  const shown: string[] = [];
  const program = `
    import { createChatClient, NotFoundError, TimeoutError } from 'chat-contract/client';
    const chat = createChatClient({ baseUrl: globalThis.baseUrl, token: 'any-token', idleTimeout: 50 });
    await chat.getSession('ses_nobody').catch((error) => globalThis.show(String(error instanceof NotFoundError)));
    try {
      for await (const event of chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt: 'Why?' })) {
        globalThis.show(event.type);
      }
    } catch (error) {
      globalThis.show(String(error instanceof TimeoutError));
    }`;
  await runOnTheEdge(program, { baseUrl: mock.url, show: (text: string) => shown.push(text) });
  expect(shown[0]).toBe('true');
  expect(shown.at(-1)).toBe('true');
});

test('runs without the globals of Node, so that a use of one fails', async () => {
  const shown: string[] = [];
  const program = `
    globalThis.show([typeof process, typeof Buffer, typeof setImmediate].join());
    try { new Function('return 1')(); } catch (error) { globalThis.show(error.name); }`;
  await runOnTheEdge(program, { show: (text: string) => shown.push(text) });
  expect(shown).toEqual(['undefined,undefined,undefined', 'EvalError']);
});

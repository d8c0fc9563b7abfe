import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { act, createElement, type FunctionComponent, type ReactElement, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { rolldown } from 'rolldown';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type RunningMock, type StartOptions, startMock } from '../../mock/index.ts';
import { createChatClient } from '../../src/client/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { checkFiles } from '../support/check-types.ts';
import { openReactPage } from '../support/pages/react-page.ts';
import { readBlocks } from '../support/read-blocks.ts';

const page = readFileSync(join(packageRoot, 'docs/frameworks.md'), 'utf8');
const names = {
  chat: 'app/chat.tsx',
  dom: 'chat.ts',
  route: 'app/api/v1/chat/[sessionId]/messages/stream/route.ts',
  page: 'app/page.tsx',
};
/** The files of the page, named in the comment of their first line. */
const files = new Map(
  readBlocks(page)
    .filter(({ language }) => language === 'ts' || language === 'tsx')
    .map(({ text }) => [/^\/\/ (.*)\n/.exec(text)?.[1] ?? 'no name', text]),
);
/** In the package's folder, so that the files find React. */
const folder = mkdtempSync(join(packageRoot, 'node_modules/.cache/framework-docs-'));
const key = 'key-of-the-server';

beforeAll(() => {
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles a program of one file with its imports from this package. */
async function bundleFile(name: string, format: 'esm' | 'iife', mockUrl = ''): Promise<string> {
  const build = await rolldown({
    input: join(folder, name),
    platform: 'browser',
    transform: { target: 'es2022' },
    resolve: {
      alias: {
        'chat-contract/client': join(packageRoot, 'src/client/index.ts'),
        'chat-contract/react': join(packageRoot, 'src/react/index.ts'),
      },
    },
    external: ['react', 'react/jsx-runtime'],
  });
  const { output } = await build.generate({ format, name: 'built', codeSplitting: false });
  await build.close();
  const [{ code, imports }] = output;
  expect(imports.filter((path) => !path.startsWith('react'))).toEqual([]);
  return code.replaceAll('http://127.0.0.1:4010', mockUrl);
}

let built = 0;
async function load<Exports>(name: string, mockUrl?: string): Promise<Exports> {
  const file = join(folder, `built-${built++}.mjs`);
  writeFileSync(file, await bundleFile(name, 'esm', mockUrl));
  return import(/* @vite-ignore */ pathToFileURL(file).href);
}

async function mockWith(options: StartOptions = {}): Promise<RunningMock> {
  const mock = await startMock({ speed: 'max', ...options });
  onTestFinished(() => mock.close());
  vi.stubEnv('LLAMA_CLOUD_BASE_URL', mock.url);
  vi.stubEnv('LLAMA_CLOUD_API_KEY', key);
  return mock;
}

it('the page about frameworks has files that compile', () => {
  expect([...files.keys()].sort()).toEqual(Object.values(names).sort());
  const { JsxEmit, ModuleKind, ModuleResolutionKind } = ts;
  const options = {
    jsx: JsxEmit.ReactJSX,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    exactOptionalPropertyTypes: false,
  };
  const paths = [...files.keys()].map((name) => join(folder, name));
  expect(checkFiles(paths, options)).toEqual([]);
});

describe('the React component', () => {
  type Chat = FunctionComponent<{ sessionId: string; baseUrl: string; token?: string }>;

  async function open(options: StartOptions) {
    const mock = await mockWith(options);
    const { Chat } = await load<{ Chat: Chat }>(names.chat);
    const react = await openReactPage();
    const props = { sessionId: 'ses_demo_welcome', baseUrl: mock.url, token: key };
    await react.render(createElement(StrictMode, {}, createElement(Chat, props)));
    return { mock, react };
  }

  it('sends a prompt and renders the answer', async () => {
    const { mock, react } = await open({ token: key });
    await react.type('input', 'How much did revenue grow? #retrieval');
    await react.click('button[type=submit]');
    const article = () => react.element.querySelector('article');
    await vi.waitFor(() => act(async () => expect(article()?.getAttribute('aria-busy')).toBe('false')), 20_000);
    expect(article()?.textContent).toMatch(/^How much did revenue grow.*Used .*revenue/is);
    expect(react.element.querySelector('[role=alert]')).toBeNull();
    expect(mock.requests().map(({ status }) => status)).toEqual([200]);
  });

  it('cancels, and says so', async () => {
    const { mock, react } = await open({ speed: 1 });
    await react.type('input', 'Tell me much #long-answer');
    await react.click('button[type=submit]');
    await vi.waitFor(() => act(async () => expect(mock.streams()[0]?.events.length).toBeGreaterThan(1)), 20_000);
    await react.click('button[type=button]');
    expect(react.element.querySelector('[role=alert]')?.textContent).toBe('Cancelled.');
    await vi.waitFor(() => expect(mock.streams()[0]).toMatchObject({ ended: { how: 'left' } }), 10_000);
  });

  it('shows an error as text for people', async () => {
    const { react } = await open({ token: 'another-key' });
    await react.type('input', 'Why?');
    await react.click('button[type=submit]');
    const alert = () => react.element.querySelector('[role=alert]')?.textContent;
    await vi.waitFor(() => act(async () => expect(alert()).toMatch(/^You are not signed in/)), 20_000);
  });

  it('renders in the server component, which creates the session', async () => {
    const mock = await mockWith({ token: key });
    const { default: Page } = await load<{ default: () => Promise<ReactElement> }>(names.page);
    expect(renderToString(await Page())).toContain('Your question');
    expect(mock.requests().map(({ operation, status }) => `${operation} ${status}`)).toEqual(['createSession 201']);
  });
});

describe('the plain page', () => {
  it('sends a prompt, renders the answer, and cancels', async () => {
    const mock = await mockWith({ speed: 1 });
    const { element } = await openReactPage();
    const { createChat } = await load<{ createChat(parent: HTMLElement, id: string): HTMLFormElement }>(
      names.dom,
      mock.url,
    );
    const form = createChat(element, 'ses_demo_welcome');
    const submit = () => form.dispatchEvent(new window.Event('submit', { cancelable: true }));
    form.querySelector('input')!.value = 'Tell me much #long-answer';
    submit();
    await vi.waitFor(() => expect(element.querySelector('p')?.textContent).not.toBe(''), 20_000);
    expect(form.textContent).toBe('Cancel');
    submit();
    await vi.waitFor(() => expect(form.textContent).toBe('Ask'), 10_000);
    expect(element.querySelector('[role=alert]')?.textContent).toBe('Cancelled.');
  });
});

describe('the route handler', () => {
  type Post = (request: Request, context: { params: Promise<{ sessionId: string }> }) => Promise<Response>;
  const context = { params: Promise.resolve({ sessionId: 'ses_demo_welcome' }) };
  const requestOf = (body: unknown, signal?: AbortSignal) =>
    new Request('http://page.test/api', { method: 'POST', body: JSON.stringify(body), ...(signal ? { signal } : {}) });

  /** Runs without the globals of Node except `process.env`, which Next.js provides in its Edge runtime. */
  async function loadOnTheEdge(): Promise<{ POST: Post }> {
    const { fetch, Headers, Request, Response } = globalThis;
    const { LLAMA_CLOUD_BASE_URL, LLAMA_CLOUD_API_KEY } = process.env;
    const env = { LLAMA_CLOUD_BASE_URL, LLAMA_CLOUD_API_KEY };
    const globals = { fetch, Headers, Request, Response, process: { env } };
    const edge = createContext(globals, { codeGeneration: { strings: false, wasm: false } });
    return runInContext(`${await bundleFile(names.route, 'iife')}; built`, edge);
  }

  describe.each([
    ['on Node', () => load<{ POST: Post }>(names.route)],
    ['with web standards only', loadOnTheEdge],
  ])('%s', (_, loadRoute) => {
    it('adds the key, and passes the stream to the client of the page', async () => {
      const mock = await mockWith({ token: key });
      const { POST } = await loadRoute();
      const chat = createChatClient({ baseUrl: 'http://page.test', fetch: (request) => POST(request, context) });
      const types: string[] = [];
      const question = { index_ids: ['of_the_page'], prompt: 'Why? #no-deltas' };
      for await (const { type } of chat.streamMessages('ses_demo_welcome', question)) types.push(type);
      expect(types.at(-1)).toBe('stop');
      expect(mock.requests()[0]).toMatchObject({ status: 200, body: { index_ids: ['idx_annual_reports'] } });
    });

    it('passes errors on, without the key', async () => {
      const mock = await mockWith({ token: 'another-key' });
      const { POST } = await loadRoute();
      const response = await POST(requestOf({ prompt: 'Why?' }), context);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(key);
      expect((await POST(requestOf({ prompt: 5 }), context)).status).toBe(422);
      expect((await POST(requestOf(null), context)).status).toBe(422);
      expect(mock.requests()).toHaveLength(1);
    });

    it('reports a service that cannot be reached', async () => {
      const mock = await mockWith();
      const { POST } = await loadRoute();
      await mock.close();
      expect((await POST(requestOf({ prompt: 'Why?' }), context)).status).toBe(502);
    });

    it('closes the connection to the service when the page disconnects', async () => {
      const mock = await mockWith({ speed: 1 });
      const { POST } = await loadRoute();
      const leave = new AbortController();
      const response = await POST(requestOf({ prompt: 'Much #long-answer' }, leave.signal), context);
      await response.body!.getReader().read();
      leave.abort();
      await vi.waitFor(() => expect(mock.streams()[0]).toMatchObject({ ended: { how: 'left' } }), 10_000);
    });
  });
});

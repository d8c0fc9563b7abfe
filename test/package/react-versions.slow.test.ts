import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { type InstalledPackage, installPackage, npm } from '../support/install-package.ts';
import { runProgram } from '../support/run-process.ts';

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage();
}, 120_000);
afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

/** Renders on a server, hydrates under StrictMode with an effect that sends a prompt, and prints the result. */
const program = (mockUrl: string) => `
import { createRequire } from 'node:module';
import { Window } from '${pathToFileURL(join(packageRoot, 'test/node_modules/happy-dom/lib/index.js')).href}';
const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
const { default: React } = await import('react');
const { hydrateRoot } = await import('react-dom/client');
const { renderToString } = await import('react-dom/server');
const { act } = React.act ? React : await import('react-dom/test-utils').then((module) => module.default);
const { createChatClient } = await import('chat-contract/client');
const { useTurn } = await import('chat-contract/react');
const chat = createChatClient({ baseUrl: '${mockUrl}', token: 'any-token' });
let controls;
function Answer() {
  controls = useTurn((prompt, options) => chat.streamMessages('ses_demo_welcome', { index_ids: ['a'], prompt }, options));
  React.useEffect(() => void controls.ask('Why?'), []);
  return React.createElement('p', {}, controls.turn ? controls.turn.status : 'none');
}
const page = React.createElement(React.StrictMode, {}, React.createElement(Answer));
const element = document.createElement('main');
element.innerHTML = renderToString(page);
console.log(React.version.split('.')[0], element.innerHTML);
let root;
await act(async () => { root = hydrateRoot(element, page); });
for (let wait = 0; wait < 500 && controls.turn?.status !== 'done'; wait++) {
  await act(async () => { await new Promise((resolve) => setTimeout(resolve, 20)); });
}
console.log(element.innerHTML, typeof createRequire(import.meta.url)('chat-contract/react').useTurn);
await act(async () => root.unmount());
await window.happyDOM.close();
`;

it.each(['18', '19'])(
  'React %s runs the hook of the tarball, and npm accepts both',
  async (version) => {
    const mock = await startMock({ speed: 'max' });
    try {
      const packages = [installed.tarball, `react@${version}`, `react-dom@${version}`];
      npm(['install', '--no-audit', '--no-fund', '--no-save', ...packages], installed.folder);
      const file = join(installed.folder, 'react.mjs');
      writeFileSync(file, program(mock.url));
      const { stdout, stderr, code } = await runProgram(process.execPath, [file]);
      expect(stderr).toBe('');
      expect(stdout).toBe(`${version} <p>none</p>\n<p>done</p> function\n`);
      expect(code).toBe(0);
      expect(mock.requests().map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 200']);
    } finally {
      await mock.close();
    }
  },
  120_000,
);

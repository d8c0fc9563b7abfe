import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { bundleForBrowser, gzippedSize } from '../support/bundle.ts';
import { type InstalledPackage, installPackage, npm } from '../support/install-package.ts';
import { readBlocks } from '../support/read-blocks.ts';

const page = readFileSync(join(packageRoot, 'docs/test-runners.md'), 'utf8');
const block = readBlocks(page).find(({ text }) => text.includes('setupWorker'))!.text;

/** A story: a component that shows data of the API, with the mock in the page's worker. */
const story = `
${block}
const headers = { authorization: 'Bearer any-token', 'content-type': 'application/json' };
const show = (text) => document.querySelector('ol').append(Object.assign(document.createElement('li'), { textContent: text }));
const call = (path, body) =>
  fetch('https://api.example.com/api/v1/chat' + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
const made = await call('', { index_ids: ['idx_1'] });
show('created ' + made.status);
const { session_id: id } = await made.json();
const turn = await call('/' + id + '/messages/stream', { index_ids: ['idx_1'], prompt: '#plain-answer' });
const reader = turn.body.pipeThrough(new TextDecoderStream()).getReader();
let pieces = 0;
let text = '';
for (let step = await reader.read(); !step.done; step = await reader.read()) { pieces++; text += step.value; }
show('streamed ' + (pieces > 1) + ' ' + text.includes('"type":"stop"'));
const { items, next_page_token: token } = await (await call('?page_size=1')).json();
const next = await (await call('?page_size=1&page_token=' + token)).json();
show('paged ' + (items[0].session_id === id) + ' ' + next.items.length);
mock.next({ operation: 'listSessions', fault: 'answer-503' });
show('staged ' + (await call('')).status);
show('done');
`;

let installed: InstalledPackage;
let code: string;
beforeAll(async () => {
  installed = installPackage();
  npm(
    ['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', installed.tarball, 'msw@2'],
    installed.folder,
  );
  code = await bundleForBrowser(story, installed.folder);
}, 240_000);
afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

describe('chat-contract/msw in a browser', () => {
  it('has the documented size', () => {
    const [, bundled, compressed] = /this is (\d+) kB, or (\d+) kB compressed/.exec(page)!.map(Number);
    expect(Math.abs(code.length / 1000 - bundled!)).toBeLessThan(bundled! / 20);
    expect(Math.abs(gzippedSize(code) / 1000 - compressed!)).toBeLessThan(compressed! / 20);
  });

  it.skipIf(noBrowser)('responds to a page through the worker of MSW', async () => {
    const files: Record<string, [type: string, text: string]> = {
      '/': [
        'text/html; charset=utf-8',
        '<!doctype html><title>Story</title><ol></ol><script type="module" src="/story.js"></script>',
      ],
      '/story.js': ['text/javascript', code],
      '/mockServiceWorker.js': [
        'text/javascript',
        readFileSync(join(installed.folder, 'node_modules/msw/lib/mockServiceWorker.js'), 'utf8'),
      ],
    };
    const server = createServer(({ url = '/' }, response) => {
      const [type, text] = files[url] ?? ['text/plain', ''];
      response.writeHead(files[url] ? 200 : 404, { 'content-type': type }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await launchBrowser();
    try {
      const tab = await browser.newPage();
      const errors: unknown[] = [];
      tab.on('pageerror', (error) => errors.push(error));
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await Promise.race([
        tab.getByText('done').waitFor(),
        tab.waitForEvent('pageerror').then((error) => Promise.reject(error)),
      ]);
      expect(await tab.locator('li').allTextContents()).toEqual([
        'created 201',
        'streamed true true',
        'paged true 1',
        'staged 503',
        'done',
      ]);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      server.close();
    }
  });
});

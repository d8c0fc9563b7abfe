import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { runCli } from '../support/run-cli.ts';
import { runProgram } from '../support/run-process.ts';

const missing = noBrowser ? ` (skipped: ${noBrowser})` : '';
const folder = mkdtempSync(join(tmpdir(), 'chat-contract-docs-test-'));
const page = join(folder, 'api.html');

beforeAll(async () => {
  const { code, stderr } = await runCli(['docs', '--out', page]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('chat-contract docs', () => {
  it('writes one page that loads nothing', () => {
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
    expect(html).not.toMatch(/<(script|link|img|iframe)\b[^>]*\b(src|href)="?https?:/);
    expect(html).not.toContain('cdn.redoc.ly');
  });

  it('reports a folder that cannot be written as a usage error', async () => {
    const { code, stderr } = await runCli(['docs', '--out', join(page, 'below.html')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^chat-contract: Cannot write --out .*below\.html: a file is where a folder should be \(EEXIST\)\.\n$/,
    );
  });
});

describe.skipIf(missing)(`the page in Chromium${missing}`, () => {
  const asked: string[] = [];
  const problems: string[] = [];
  let text = '';

  beforeAll(async () => {
    const browser = await launchBrowser();
    try {
      const tab = await browser.newPage();
      tab.on('request', (request) => asked.push(request.url()));
      tab.on('pageerror', (error) => problems.push(String(error)));
      tab.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      for (const address of ['', '#/messages/streammessages', '#/sessions/listsessions']) {
        await tab.goto('about:blank');
        await tab.goto(pathToFileURL(page).href + address);
        await tab.getByText('Made with Redoc').first().waitFor();
        if (address.includes('stream')) await tab.getByText('Protocol of the stream').waitFor();
        if (address.includes('list')) await tab.getByText('The maximum number of sessions on a page').waitFor();
        text += await tab.locator('body').innerText();
      }
    } finally {
      await browser.close();
    }
  }, 90_000);

  it('loads nothing from other hosts', () => {
    expect(asked).toContain(pathToFileURL(page).href);
    expect(asked.filter((url) => !/^(file|blob|data|about):/.test(url))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('shows every event of the stream and its protocol', () => {
    for (const type of [
      'thinking_delta',
      'text_delta',
      'thinking',
      'text',
      'tool_call',
      'tool_result',
      'stop',
      'user_input',
    ]) {
      expect(text).toMatch(new RegExp(`^${type}\\s+(delta|message)\\s`, 'm'));
    }
    expect(text).toMatch(/^The stream ends with stop\.\s+end-present\s+documented$/m);
    expect(text).toMatch(/^Nothing follows stop\b.*\s+end-last\s+assumed$/m);
  });

  it('shows the provenance of clauses', () => {
    expect(text).toMatch(/at most 1000 Unicode code points\..* Provenance: maxLength documented\./);
    expect(text).toMatch(/The maximum number of sessions on a page.* Provenance: format, minimum assumed\./);
  });

  it('is captured for the docs', async () => {
    const picture = join(folder, 'picture.png');
    const { code, stderr } = await runProgram(process.execPath, ['src/docs/take-screenshot.mjs', page, picture]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
  });
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type RunningMock, type StartOptions, startMock } from '../../mock/index.ts';
import { createChatClient } from '../../src/client/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { launchBrowser, noBrowser } from '../../test/support/browser.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let server: PreviewServer;
let browser: Browser;

describe.skipIf(noBrowser)('the chat page', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-ui-'));
    const configFile = join(import.meta.dirname, 'vite.config.ts');
    await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
    server = await preview({
      configFile,
      logLevel: 'error',
      build: { outDir: folder },
      preview: { host: '127.0.0.1', port: 0 },
    });
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** The page with its own mock; both end with the test. An error in the page fails it. */
  async function open(options: StartOptions = {}, look = {}): Promise<{ page: Page; mock: RunningMock }> {
    const mock = await startMock({ speed: 'max', ...options });
    const page = await browser.newPage({ viewport: { width: 1100, height: 760 }, ...look });
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    onTestFinished(async () => {
      await page.close();
      await mock.close();
      expect(errors).toEqual([]);
    });
    await page.goto(`${server.resolvedUrls?.local[0]}?server=${encodeURIComponent(mock.url)}`);
    await page.getByRole('navigation').getByRole('listitem').first().waitFor();
    return { page, mock };
  }

  async function ask(page: Page, question: string): Promise<void> {
    await page.getByLabel('Your question').fill(question);
    await page.keyboard.press('Enter');
  }

  it('lists the conversations page by page, and opens one with its history', async () => {
    const { page } = await open();
    const items = page.getByRole('navigation').getByRole('listitem');
    const total = (await createChatClientFor(page).listSessions({ page_size: 100 })).items.length;
    expect(total).toBeGreaterThan(5);
    expect(await items.count()).toBe(5);
    const more = page.getByRole('button', { name: 'Show earlier ones' });
    while (await more.isVisible()) {
      const before = await items.count();
      await more.click();
      await items.nth(before).waitFor();
    }
    expect(await items.count()).toBe(total);
    await page.getByRole('button', { name: /What can you do/ }).click();
    await page.getByRole('heading', { name: 'What can you do' }).waitFor();
    expect(await page.locator('.question').first().textContent()).not.toBe('');
    expect(await page.locator('.turn .text').first().textContent()).not.toBe('');
  });

  it('shows thinking, tool calls with their pages and the answer, and names the conversation', async () => {
    const { page } = await open();
    await ask(page, 'How much did revenue grow? #retrieval');
    await page.locator('.turn[aria-busy="false"] .cost').waitFor();
    await page.getByText('Thinking', { exact: true }).first().click();
    expect(await page.locator('.thought').first().isVisible()).toBe(true);
    expect(await page.locator('details summary').allTextContents()).toContainEqual(expect.stringMatching(/^Used /));
    expect(await page.locator('.page').first().textContent()).toMatch(/^Page: .+ of .+/);
    expect(await page.locator('.text').last().textContent()).toMatch(/revenue/i);
    expect(await page.getByRole('status').textContent()).toBe('The answer is complete.');
    await page.locator('nav button[aria-current="true"]').waitFor();
    expect(await page.locator('#title').textContent()).not.toBe('New conversation');
  });

  it('shows text as it arrives', async () => {
    const { page } = await open({ speed: 20 });
    await page.evaluate(() => {
      const lengths: number[] = [];
      Object.assign(window, { lengths });
      new MutationObserver(() => {
        const text = document.querySelector('.text');
        if (text) lengths.push(text.textContent?.length ?? 0);
      }).observe(document.querySelector('#turns') as Node, { subtree: true, childList: true, characterData: true });
    });
    await ask(page, 'Tell me much #long-answer');
    await page.locator('.turn[aria-busy="false"] .cost').waitFor();
    const lengths = await page.evaluate(() => (window as unknown as { lengths: number[] }).lengths);
    expect(new Set(lengths).size).toBeGreaterThan(10);
    // The marks of a list, for example, disappear when they are complete.
    lengths.reduce((before, length) => {
      expect(length).toBeGreaterThan(before - 8);
      return Math.max(before, length);
    }, 0);
  });

  it('renders Markdown, and keeps hostile text harmless', async () => {
    const { page, mock } = await open();
    const answer = [
      'It grew by **15 %**.',
      '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>',
      '[link](javascript:window.attacked=1) ![page](https://elsewhere.test/pixel.png) [docs](https://example.com/)',
    ].join('\n\n');
    const stop = { type: 'stop', error: null, is_error: false, usage: {} };
    const events = [{ type: 'text', content: answer }, stop].map((event) => `data: ${JSON.stringify(event)}\n\n`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).hostname));
    mock.next({
      operation: 'streamMessages',
      response: { headers: { 'content-type': 'text/event-stream' }, body: events.join('') },
    });
    await ask(page, 'Why?');
    await page.locator('.text strong', { hasText: '15 %' }).waitFor();
    await page.locator('.turn[aria-busy="false"]').waitFor();
    expect(await page.locator('.text').textContent()).toContain('<img src=x onerror=');
    expect(await page.locator('.text :is(img, script)').count()).toBe(0);
    const links = await page.locator('.text a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(links).toEqual(['', 'https://example.com/']);
    await page.locator('.text a').first().click();
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(asked).not.toContain('elsewhere.test');
  });

  it('stops a turn, and closes the connection to the server', async () => {
    const { page, mock } = await open({ speed: 1 });
    await ask(page, 'Tell me much #long-answer');
    await page.locator('.text').first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.turn[aria-busy="false"]').waitFor();
    expect(await page.locator('.failed').textContent()).toBe('Cancelled.');
    const kept = (await page.locator('.text').first().textContent()) ?? '';
    expect(kept).not.toBe('');
    expect(await page.getByRole('button', { name: 'Ask' }).isEnabled()).toBe(true);
    const chat = createChatClient({ baseUrl: mock.url, token: mock.token });
    const [latest] = (await chat.listSessions()).items;
    await expect
      .poll(async () => (await chat.getSession(String(latest?.session_id))).events.at(-1), { timeout: 20_000 })
      .toMatchObject({ type: 'stop', is_error: true });
  });

  it('cancels by keyboard', async () => {
    const { page } = await open({ speed: 1 });
    await ask(page, 'Tell me much #long-answer');
    await page.locator('.text').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.turn[aria-busy="false"]').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Cancelled.');
  });

  it('says that a stream was cut, and keeps the text that arrived', async () => {
    const { page } = await open({ faults: ['stream-cut'], speed: 10 });
    await ask(page, 'Tell me much #long-answer');
    await page.locator('.failed').getByText('The connection was lost').waitFor();
    const parts = await page.locator('.turn > :is(.text, details)').count();
    expect(parts).toBeGreaterThan(0);
  });

  it('shows failed tool calls and rejected requests', async () => {
    const { page } = await open();
    await ask(page, 'Break off, please #error-stop');
    await page.locator('.turn[aria-busy="false"] .failed:visible').waitFor();
    const refused = await open({ faults: ['server-error'] });
    await ask(refused.page, 'What can you do? #plain-answer');
    await refused.page.getByRole('alert').getByText('The service has a problem.').waitFor();
  });

  it.each(['light', 'dark'] as const)('looks good in the %s', async (colorScheme) => {
    const { page } = await open({}, { colorScheme });
    await ask(page, 'How much did revenue grow?');
    await page.locator('.turn[aria-busy="false"] .cost').waitFor();
    await page.locator('nav button[aria-current="true"]').waitFor();
    const style = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await style();
    if (process.env.SCREENSHOTS) {
      mkdirSync(join(packageRoot, 'docs'), { recursive: true });
      await page.screenshot({ path: join(packageRoot, `docs/chat-ui-${colorScheme}.png`) });
    }
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await style()).not.toBe(before);
  });

  it('works with the keyboard and a screen reader', async () => {
    const { page } = await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the question');
    const unnamed = await page.evaluate(() =>
      [...document.querySelectorAll('button, textarea, nav, a')]
        .filter(
          (one) =>
            !one.textContent?.trim() && !one.getAttribute('aria-label') && !(one as HTMLTextAreaElement).labels?.length,
        )
        .map((one) => one.outerHTML),
    );
    expect(unnamed).toEqual([]);
    expect(await page.getByRole('log').count()).toBe(1);
  });

  function createChatClientFor(page: Page) {
    return createChatClient({ baseUrl: String(new URL(page.url()).searchParams.get('server')), token: 'any-token' });
  }
});

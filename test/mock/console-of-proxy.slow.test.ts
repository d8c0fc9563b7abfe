import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { startProxy } from '../../src/proxy/start-proxy.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';

vi.setConfig({ testTimeout: 120_000 });
const patience = { timeout: 20_000 };
const headers = { authorization: 'Bearer secret-token-1234', 'content-type': 'application/json' };

let browser: Browser;

describe.skipIf(noBrowser)(`the console of a proxy${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function open(view = '', options: Parameters<typeof startMock>[0] = {}) {
    const upstream = await startMock({ speed: 'max', ...options });
    const proxy = await startProxy({ upstream: upstream.url });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    onTestFinished(async () => {
      await page.close();
      await proxy.close();
      await upstream.close();
      expect(errors).toEqual([]);
    });
    await page.goto(`${proxy.url}/__mock/#${view}`);
    await page.getByText('Live', { exact: true }).waitFor();
    const ask = (prompt: string) =>
      fetch(`${proxy.url}/api/v1/chat/ses_demo_welcome/messages/stream`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ index_ids: ['a'], prompt }),
      })
        .then((response) => response.text())
        .catch(() => '');
    return { page, proxy, upstream, ask };
  }

  it('shows violations with a command, and saves the exchange as a scenario', async () => {
    const { page, proxy, upstream } = await open();
    upstream.next({ operation: 'listSessions', response: { body: { items: 5, next_page_token: null } } });
    await (await fetch(`${proxy.url}/api/v1/chat`, { headers })).text();
    const row = page.getByRole('row', { name: /GET \/api\/v1\/chat 200/ });
    await row.locator('.bad').waitFor(patience);
    await row.locator('.tag.upstream').waitFor(patience);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/proxy-list.png` });
    await row.click();
    const detail = page.getByRole('complementary', { name: 'The request' });
    const violations = detail.getByRole('region', { name: 'Violations of the contract' });
    await violations.waitFor(patience);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/proxy-detail.png` });
    const text = await detail.innerText();
    expect(text).toContain(`curl -sS`);
    expect(text).toContain(upstream.url);
    expect(text).not.toContain('secret-token');
    expect(await detail.getByLabel('Response body').innerText()).toContain('"items": 5');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      detail.getByRole('button', { name: 'Save as scenario' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('listsessions.sse');
    expect(readFileSync(await download.path(), 'utf8')).toContain(': operation listSessions');
    await page.getByRole('searchbox', { name: 'Filter the requests' }).fill('violation');
    await expect.poll(() => page.locator('.requests .grid-row').count(), patience).toBe(1);
  });

  it('pauses, steps and cuts a live stream, which is marked', async () => {
    const { page, proxy, ask } = await open('streams', { speed: 0.5 });
    const answer = ask('Much #long-answer');
    await page.locator('.stream-detail .state', { hasText: 'live' }).waitFor(patience);
    await page.locator('.stream-detail .tag.upstream').waitFor(patience);
    await expect.poll(() => page.locator('rect.event').count(), patience).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.locator('.stream-detail .state', { hasText: 'paused' }).waitFor(patience);
    await page.getByRole('button', { name: 'Step' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/proxy-stream.png` });
    expect(await page.getByRole('button', { name: 'Save as scenario' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await page.locator('.stream-detail .state', { hasText: 'cut' }).waitFor(patience);
    await answer;
    expect(proxy.streams()[0]?.ended?.how).toBe('cut');
  });

  it('saves a finished stream, and links to its request', async () => {
    const { page, ask } = await open('streams');
    await ask('How much did revenue grow?');
    const button = page.getByRole('button', { name: 'Save as scenario' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(': prompt is "How much did revenue grow?"');
    await page.getByRole('link', { name: 'Show its request' }).click();
    await page
      .getByRole('complementary', { name: 'The request' })
      .getByText('streamMessages')
      .first()
      .waitFor(patience);
  });
});

// Takes the pictures of the console that are in docs/: `npm run console:screenshots`. It needs Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from 'playwright-core';

// A mock that runs can be named; without one it starts its own.
const [running] = process.argv.slice(2);
const options = ['--port', '0', '--log', 'off'];
const mock = running
  ? undefined
  : spawn(process.execPath, ['bin/chat-contract.js', 'mock', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const url = running ?? /http:\S+/.exec((await once(mock.stdout, 'data'))[0])[0];
  await fill(url);
  await take(url, { view: 'requests', name: 'requests-light', colorScheme: 'light', width: 1280 });
  await take(url, { view: 'streams', name: 'streams-dark', colorScheme: 'dark', width: 1280 });
} finally {
  await browser.close();
  mock?.kill('SIGINT');
}

/** Requests of several kinds, so that there is something to see. */
async function fill(url) {
  const call = async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: 'Bearer any-token', 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.text();
  };
  const turn = (prompt, headers) =>
    call(
      'POST',
      '/api/v1/chat/ses_demo_welcome/messages/stream',
      { index_ids: ['idx_annual_reports'], prompt },
      headers,
    );
  await call('GET', '/api/v1/chat?page_size=5');
  await call('POST', '/api/v1/chat', { index_ids: ['idx_annual_reports'] });
  await call('GET', '/api/v1/chat/ses_demo_welcome');
  await call('GET', '/api/v1/chat/ses_unknown/summary');
  await call('POST', '/api/v1/chat/ses_demo_welcome/messages/stream', { index_ids: [], prompt: 'Hello' });
  await call('GET', '/api/v1/chat', undefined, { authorization: 'Bearer invalid' });
  await call('POST', '/api/v1/chat/ses_demo_welcome/title', { first_message: 'Hi' }, { prefer: 'fault=server-error' });
  await turn('What changed? #parallel-tools');
  await turn('How much did revenue grow?', { prefer: 'fault=stream-two-stops' });
}

async function take(url, { view, name, colorScheme, width }) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 760 } });
  await page.goto(`${url}/__mock/#${view}`);
  if (view === 'streams') {
    await page.locator('rect.event').first().waitFor();
    await page.getByRole('slider', { name: 'Events over time' }).focus();
    await page.keyboard.press('End');
  } else {
    await page.locator('.requests .grid-row', { hasText: '422' }).first().waitFor();
    await page.locator('.requests .grid-row', { hasText: '422' }).first().click();
  }
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `docs/console-${name}.png` });
  await page.close();
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SeenRequest } from '../../mock/console/control-types.ts';
import type { ConsoleTools } from '../../mock/control/console-tools.ts';
import type { StartOptions } from '../../mock/index.ts';
import { createConsoleTools } from '../../src/cli/console-tools.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { type ConsoleMock, startConsoleMock } from '../support/pages/console-mock.ts';

vi.setConfig({ testTimeout: 120_000 });
const patience = { timeout: 20_000 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = ['requests', 'streams', 'next', 'sessions', 'try', 'contract'];
const attack = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>\u001b[31m\u202e';

/** Simulates the tools of the command line: forty rules, a fifth of them failed and a fifth warned. */
const quickTools: ConsoleTools = {
  buildDocs: async () =>
    '<!doctype html><html lang="en"><title>Contract</title><main><h1>The Chat API</h1></main></html>',
  async runContractTests({ baseUrl }, tell) {
    const violation = {
      operation: 'getSession',
      message: `It said ${attack} at ${baseUrl}`,
      expected: '200',
      received: '500',
      reproduce: "curl -sS 'http://x'",
    };
    for (let index = 0; index < 40; index++) {
      tell('progress', { requests: index * 3, turns: 1, operation: 'getSession' });
      const status = ['kept', 'kept', 'violated', 'warned', 'not exercised'][index % 5]!;
      const violations = status === 'violated' || status === 'warned' ? [violation] : [];
      tell('outcome', { rule: `rule-${index}`, title: `Rule ${index} holds`, status, violations });
    }
    const coverage = {
      operations: ['a'],
      declaredOperations: ['a'],
      eventTypes: ['stop'],
      declaredEventTypes: ['stop'],
    };
    const sums = { requests: 120, turns: 1, durationMs: 900, violations: [], skipped: [], rules: [] };
    tell('report', {
      conforms: false,
      verdict: 'The server violates the contract: 8 of 40 rules fail',
      ...sums,
      coverage,
    });
  },
};

let browser: Browser;

describe.skipIf(noBrowser)(`the console in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** The page with its own mock. An error in the page, or a request to another host, fails the test. */
  async function open(view = '', options: StartOptions = {}, look = {}) {
    const mock = await startConsoleMock({ tools: quickTools, ...options });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...look });
    const errors: unknown[] = [];
    const asked = new Set<string>();
    page.on('pageerror', (error) => errors.push(error));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) errors.push(message.text());
    });
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    onTestFinished(async () => {
      const attacked = await page.evaluate('window.attacked').catch(() => undefined);
      await page.close();
      await mock.close();
      expect(errors).toEqual([]);
      expect(attacked).toBeUndefined();
      expect([...asked].filter((origin) => origin !== mock.url && origin !== 'null')).toEqual([]);
    });
    await page.goto(`${mock.url}/__mock/#${view}`);
    await page.getByText('Live', { exact: true }).waitFor();
    return { page, mock };
  }

  const call = (mock: ConsoleMock, path: string, json?: unknown, headers = {}) =>
    fetch(mock.url + path, {
      method: json === undefined ? 'GET' : 'POST',
      headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json', ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }).then((response) => response.text());
  const turn = (mock: ConsoleMock, prompt = 'Hello', headers = {}) =>
    call(mock, '/api/v1/chat/ses_demo_welcome/messages/stream', { index_ids: ['a'], prompt }, headers).catch(() => '');

  describe('requests', () => {
    it('appear live, and one click shows headers, bodies and a curl line', async () => {
      const { page, mock } = await open();
      await call(mock, '/api/v1/chat', { index_ids: ["it's"] });
      await page.getByRole('row', { name: /POST \/api\/v1\/chat 201/ }).click();
      const detail = page.getByRole('complementary', { name: 'The request' });
      await detail.getByText('authorization', { exact: true }).waitFor();
      const text = await detail.innerText();
      expect(text).toContain('(hidden)');
      expect(text).not.toContain('secret-token');
      expect(text).toContain('createSession');
      expect(await detail.getByLabel('curl line').innerText()).toBe(
        `curl -sS ${mock.url}/api/v1/chat -H 'authorization: Bearer any-token' -H 'content-type: application/json' -H 'accept: */*' --data-raw '{"index_ids":["it'\\''s"]}'`,
      );
      expect(await detail.getByLabel('Request body').innerText()).toContain('"it\'s"');
    });

    it('show the validation result, the scenario and the fault', async () => {
      const { page, mock } = await open();
      await call(mock, '/api/v1/chat/ses_demo_welcome/messages/stream', { index_ids: [], prompt: 5 });
      await turn(mock, 'x', { prefer: 'scenario=no-deltas, fault=stream-two-stops' });
      const refused = page.getByRole('row', { name: /422/ });
      await refused.getByText(/body\.index_ids: This list must have/).waitFor();
      const played = page.getByRole('row', { name: /no-deltas/ });
      expect(await played.innerText()).toContain('stream-two-stops');
      expect(await played.innerText()).toContain('ses_demo_welcome');
      await page.getByRole('searchbox', { name: 'Filter the requests' }).fill('post 422');
      await expect.poll(() => page.locator('.requests .grid-row').count(), patience).toBe(1);
    });

    it('can be selected by keyboard: arrows, Enter, Escape', async () => {
      const { page, mock } = await open();
      for (let index = 0; index < 5; index++) await call(mock, `/api/v1/chat?page_size=${index + 1}`);
      const grid = page.getByRole('grid', { name: /Requests/ });
      await expect.poll(() => grid.getAttribute('aria-rowcount'), patience).toBe('6');
      await grid.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      const active = await grid.getAttribute('aria-activedescendant');
      expect(await page.locator(`[id="${active}"]`).innerText()).toContain('page_size=2');
      await page.keyboard.press('Enter');
      const detail = page.getByRole('complementary', { name: 'The request' });
      await detail.waitFor();
      expect(await detail.getByRole('heading', { level: 3 }).evaluate((node) => node === document.activeElement)).toBe(
        true,
      );
      await page.keyboard.press('Escape');
      await expect.poll(() => detail.isVisible(), patience).toBe(false);
      expect(await grid.evaluate((node) => node === document.activeElement)).toBe(true);
    });

    it('are announced to a screen reader in a sentence, not row by row', async () => {
      const { page, mock } = await open();
      for (let index = 0; index < 4; index++) await call(mock, '/api/v1/chat/nope');
      await expect
        .poll(() => page.locator('#status').innerText(), patience)
        .toMatch(/^\d+ new requests, \d+ with an error\.$/);
    });

    it('show the rows of a scroll within two frames at ten thousand, and render few others', async () => {
      const { page, mock } = await open();
      const seen: Omit<SeenRequest, 'number'> = {
        at: '2026-01-01T00:00:00Z',
        method: 'GET',
        path: '/api/v1/chat',
        query: {},
        headers: {},
        status: 200,
        faults: [],
        responseHeaders: {},
      };
      for (let number = 1; number <= 10_000; number++)
        mock.tell('request', { ...seen, number, path: `/api/v1/chat/ses_${number}` });
      const grid = page.getByRole('grid', { name: /Requests/ });
      await expect.poll(() => grid.getAttribute('aria-rowcount'), { timeout: 60_000 }).toBe('10001');
      expect(await page.locator('.requests .grid-row').count()).toBeLessThan(80);
      await page.getByText('/api/v1/chat/ses_10000').waitFor();
      const steps = await grid.evaluate(async (node) => {
        const box = node.getBoundingClientRect();
        const seen: { rows: number; inTheMiddle: boolean }[] = [];
        for (let step = 0; step < 40; step++) {
          node.scrollTop = (node.scrollHeight / 40) * step;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          seen.push({
            rows: node.querySelectorAll('.grid-row').length,
            inTheMiddle: Boolean(middle?.closest('.grid-row')),
          });
        }
        return seen;
      });
      expect(steps.filter(({ rows, inTheMiddle }) => rows >= 80 || !inTheMiddle)).toEqual([]);
      await page.getByRole('button', { name: /Latest/ }).click();
      await page.getByText('/api/v1/chat/ses_10000').waitFor();
    });

    it('show the text of a request and never run it', async () => {
      const { page, mock } = await open();
      await call(mock, `/api/v1/chat/${encodeURIComponent(attack)}`, undefined, {
        'x-attack': '<img src=x onerror=alert(1)>',
      });
      await call(mock, '/api/v1/chat', { index_ids: [attack, 'long '.repeat(2000)] });
      await turn(mock, attack);
      await page
        .getByRole('row', { name: /POST \/api\/v1\/chat (?!.*messages)/ })
        .first()
        .click();
      const body = page.getByLabel('Request body');
      await body.waitFor();
      expect(await body.innerText()).toContain('<img src=x onerror=');
      expect(await body.innerText()).toContain('\\u001b[31m');
      expect(await page.locator('main img, main script').count()).toBe(0);
      await page.goto(`${mock.url}/__mock/#streams`);
      await page.getByRole('grid', { name: 'Events of the stream' }).waitFor();
      expect(await page.locator('main img, main script').count()).toBe(0);
    });
  });

  describe('streams', () => {
    it('are on a live time line, and can be paused, stepped, resumed and cut', async () => {
      const { page, mock } = await open('streams', { speed: 0.3 });
      const answer = turn(mock, 'Much #long-answer');
      await page.locator('.stream-detail .state', { hasText: 'live' }).waitFor();
      await expect.poll(() => page.locator('rect.event').count(), patience).toBeGreaterThan(2);
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.locator('.stream-detail .state', { hasText: 'paused' }).waitFor();
      const slider = page.getByRole('slider', { name: 'Events over time' });
      const last = async () => Number(await slider.getAttribute('aria-valuemax'));
      const before = await last();
      await page.getByRole('button', { name: 'Step' }).click();
      await expect.poll(last, patience).toBe(before + 1);
      await page.getByRole('button', { name: 'Resume' }).click();
      await expect.poll(last, patience).toBeGreaterThan(before + 2);
      await page.getByRole('button', { name: 'Cut', exact: true }).click();
      await page.locator('.stream-detail .state', { hasText: 'cut' }).waitFor();
      expect(await page.getByRole('button', { name: 'Cut', exact: true }).isDisabled()).toBe(true);
      await answer;
    });

    it('show payloads on hover and by keyboard, event names, and the place of a violation', async () => {
      const { page, mock } = await open('streams', { speed: 'max' });
      await turn(mock, 'Hello', { prefer: 'fault=stream-two-stops' });
      await page.locator('.stream-detail .state', { hasText: 'ended' }).waitFor();
      await page.locator('.stream-detail .problems', { hasText: 'end-once' }).waitFor();
      expect(await page.locator('rect.event.broken').count()).toBe(1);
      expect(await page.locator('.lane-name').allInnerTexts()).toContain('thinking_delta');
      await page.locator('rect.event').first().hover();
      await page.locator('.tip', { hasText: '"type":"thinking_delta"' }).waitFor();
      const slider = page.getByRole('slider', { name: 'Events over time' });
      await slider.focus();
      await page.keyboard.press('End');
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/stop.*Violation: A second stop/s);
      await page.locator('.payload', { hasText: '"is_error": false' }).waitFor();
      const row = page.locator('.streams .grid-row').last();
      await row.click();
      expect(await row.locator('.name').innerText()).toBe('message');
    });
  });

  it('keeps a burst and two quiet minutes readable, with the gaps to scale', async () => {
    const { page, mock } = await open('streams');
    const play = (stream: string, request: number, times: number[]) => {
      const subject = { operation: 'streamMessages', session: '', speed: 1, faults: [] };
      mock.tell('stream-began', { ...subject, stream, request, scenario: stream, paused: false });
      for (const [index, milliseconds] of times.entries()) {
        const event = {
          stream,
          index,
          milliseconds,
          kind: 'message' as const,
          type: 'text_delta',
          data: '{}',
          problems: [],
        };
        mock.tell('stream-event', event);
      }
      mock.tell('stream-ended', { stream, milliseconds: times.at(-1)!, how: 'ended', problems: [] });
    };
    const at = () => page.locator('rect.event').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('x'))));
    const burst = Array.from({ length: 60 }, (_, index) => 3000 + index / 50);
    play('burst', 1, burst);
    await page.locator('.time-line', { hasText: '×60' }).waitFor();
    expect(await at()).toHaveLength(1);
    play('quiet', 2, [0, 30_000, 90_000, 120_000]);
    await expect.poll(async () => (await at()).length, patience).toBe(4);
    const [first = 0, second = 0, third = 0, last = 0] = await at();
    expect((second - first) / (last - first)).toBeCloseTo(0.25, 2);
    expect((third - first) / (last - first)).toBeCloseTo(0.75, 2);
    await page.getByText('1:30', { exact: true }).waitFor();
    const slider = page.getByRole('slider', { name: 'Events over time' });
    await slider.focus();
    const width = async () => Number(await page.locator('.time-line').getAttribute('width'));
    const whole = await width();
    await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(whole * 1.5);
    await page.keyboard.press('0');
    expect(await width()).toBe(whole);
  });

  describe('the next response', () => {
    it('is chosen for one request, with a description of each choice', async () => {
      const { page, mock } = await open('next');
      await page.getByText('Thinking, a search with a page image').waitFor();
      await page.getByRole('radio', { name: /no-deltas/ }).check();
      await page.getByRole('searchbox', { name: 'Filter the faults' }).fill('latency');
      await page.getByRole('checkbox', { name: /latency/ }).check();
      await page.getByRole('textbox', { name: 'Values of latency' }).fill('0:0');
      await page.locator('.sentence', { hasText: 'plays no-deltas, has the fault latency:0:0' }).waitFor();
      await page.locator('#next-operation').selectOption('streamMessages');
      await page.getByRole('button', { name: 'Apply' }).click();
      const queue = page.getByRole('list', { name: 'Queued responses' });
      await queue.getByText('streamMessages: scenario no-deltas, fault latency:0:0').waitFor();
      await turn(mock, 'x', { prefer: 'wait=0' });
      await page.goto(`${mock.url}/__mock/#requests`);
      await page.getByRole('row', { name: /no-deltas/ }).waitFor();
    });

    it('is chosen for all later requests', async () => {
      const { page } = await open('next');
      await page.getByRole('radio', { name: /tool-failure/ }).check();
      await page.getByRole('radio', { name: /At once/ }).check();
      await page.getByRole('radio', { name: /All from now on/ }).check();
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.locator('#now', { hasText: 'tool-failure at once' }).waitFor();
    });

    it('is rejected in one line if it is invalid', async () => {
      const { page } = await open('next');
      await page.getByRole('checkbox', { name: /stall-after-event/ }).check();
      await page.getByRole('textbox', { name: 'Values of stall-after-event' }).fill('soon');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByRole('alert').getByText('Invalid fault "stall-after-event:soon"').waitFor();
    });
  });

  describe('sessions', () => {
    it('are listed with their transcripts, seeded and reset', async () => {
      const { page } = await open('sessions');
      await page.getByRole('button', { name: /What can you do/ }).click();
      await page.locator('.session-detail .question').first().waitFor();
      await page.getByText('Seed and reset').click();
      await page
        .getByLabel('Sessions to add, as JSON')
        .fill('{"sessions": [{"session_id": "ses_mine", "minutes_ago": 0, "generated_title": "Mine"}]}');
      await page.getByRole('button', { name: 'Add sessions' }).click();
      await page.getByRole('button', { name: /Mine/ }).waitFor();
      await page.getByRole('button', { name: 'Reset to the initial state' }).click();
      await expect.poll(() => page.getByRole('button', { name: /Mine/ }).count(), patience).toBe(0);
      await page.getByRole('button', { name: 'Remove all sessions' }).click();
      await page.getByText('No sessions.').waitFor();
    });

    it('are exported and imported as fixtures', async () => {
      const { page } = await open('sessions');
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export .sse' }).click();
      expect((await saved).suggestedFilename()).toMatch(/^ses_\w+\.sse$/);
      const buffer = Buffer.from('event: message\ndata: {"type":"text","content":"Mine"}\n\n');
      await page
        .getByLabel('Import a .sse fixture')
        .setInputFiles({ name: 'mine.sse', mimeType: 'text/event-stream', buffer });
      await page
        .getByRole('alert')
        .getByText('violates the protocol: The stream ended without its last event, stop.')
        .waitFor();
    });
  });

  it('lets a newcomer see a streamed answer with one click', async () => {
    const { page } = await open('try', { speed: 5 });
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.try .turn[aria-busy="true"]').waitFor();
    await page.locator('.try .turn[aria-busy="false"] .cost').waitFor();
    expect(await page.locator('.try .text').innerText()).toContain('Revenue grew');
    expect(await page.locator('#status').innerText()).toMatch(/complete|request|stream/);
    await page.getByRole('link', { name: 'Watch it on the time line' }).click();
    await page.locator('.stream-detail .state', { hasText: 'ended' }).waitFor();
  });

  it('stops a turn by Escape', async () => {
    const { page } = await open('try', { speed: 0.2 });
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.locator('.try .part').first().waitFor();
    await page.getByLabel('Your question').press('Escape');
    await page.locator('.try .failed', { hasText: 'Cancelled.' }).waitFor();
  });

  describe('the contract', () => {
    it('is tested against any base URL, and the report grows', async () => {
      const { page, mock } = await open('contract');
      await page.getByLabel('Base URL').fill('http://127.0.0.1:9');
      await page.getByRole('button', { name: 'Run the contract tests' }).click();
      const outcomes = page.locator('.outcome');
      await expect.poll(() => outcomes.count(), patience).toBeGreaterThan(0);
      await page.getByRole('heading', { name: 'The server violates the contract' }).waitFor();
      expect(await outcomes.count()).toBe(40);
      await page.getByLabel('Only failed rules').check();
      expect(await page.locator('.outcome:visible').count()).toBe(16);
      await page.locator('.outcome.violated summary').first().click();
      await page.locator('.outcome.violated .curl').first().getByText("curl -sS 'http://x'").waitFor();
      expect(await page.locator('main img').count()).toBe(0);
      expect(mock.url).not.toBe('http://127.0.0.1:9');
    });

    it('is tested against the mock itself, with a fault that the run detects', async () => {
      const { page, mock } = await open('contract', {
        tools: createConsoleTools(),
        faults: ['create-answers-200'],
        speed: 'max',
      });
      await page.getByLabel('Base URL').fill(mock.url);
      await page.getByRole('button', { name: 'Run the contract tests' }).click();
      await page.getByRole('heading', { name: 'The server violates the contract' }).waitFor({ timeout: 60_000 });
      await page.locator('.outcome.violated', { hasText: 'createSession returns 200' }).first().waitFor();
    });

    it('has its own page, in a sandbox without an origin', async () => {
      const { page } = await open('contract/docs', { tools: createConsoleTools() });
      const frame = page.frameLocator('iframe[title="The contract"]');
      await frame
        .getByRole('heading', { name: /Ask|Stream|Chat/ })
        .first()
        .waitFor({ timeout: 60_000 });
    });
  });

  it('keeps its view in the URL, and its colours', async () => {
    const { page } = await open('sessions');
    await page.reload();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    await page.getByRole('link', { name: 'Streams' }).click();
    expect(new URL(page.url()).hash).toBe('#streams');
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await colour();
    const button = page.getByRole('button', { name: /Colours/ });
    await button.click();
    await button.click();
    expect(await button.getAttribute('aria-label')).toBe('Colours: dark');
    expect(await colour()).not.toBe(before);
    await page.reload();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
  });

  // Colours do not depend on the width, and vice versa.
  it.each([
    ['light', 360],
    ['dark', 1600],
  ] as const)('has no serious accessibility problem in %s at %i pixels, and fits', async (colorScheme, width) => {
    const { page, mock } = await open('', { speed: 'max' }, { colorScheme, viewport: { width, height: 780 } });
    await call(mock, '/api/v1/chat/nope');
    await call(mock, '/api/v1/chat', {});
    await turn(mock, 'Hello', { prefer: 'fault=stream-two-stops' });
    const found: string[] = [];
    for (const view of [...views, 'requests/2', 'contract/docs']) {
      await page.goto(`${mock.url}/__mock/#${view}`);
      const name = view.split('/')[0]!;
      await page.locator(`.view.${name}`).waitFor();
      if (view === 'streams') await page.locator('rect.event').first().waitFor();
      if (view === 'requests') await page.locator('.requests .grid-row').first().waitFor();
      if (view === 'sessions') await page.locator('.session-detail .question').first().waitFor();
      if (view === 'contract') {
        await page.getByRole('button', { name: 'Run the contract tests' }).click();
        await page.locator('.verdict:visible').waitFor();
      }
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(scrolls, `${view} is wider than ${width} pixels`).toBe(false);
      // The page's policy forbids injected scripts, so the test uses the debugger's own access.
      await page.evaluate(axe);
      const violations = (await page.evaluate(
        "axe.run({ iframes: false }).then(({ violations }) => violations.filter(({ impact }) => /serious|critical/.test(impact)).map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary).join(' | ')))",
      )) as string[];
      found.push(...violations.map((one) => `${view}: ${one}`));
    }
    expect(found).toEqual([]);
  });
});

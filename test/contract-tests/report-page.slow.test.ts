import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatHtml } from '../../contract-tests/report/html.ts';
import type { Report } from '../../contract-tests/report/report.ts';
import { rulesFor } from '../../contract-tests/rules/support/rules-for.ts';
import chatApi from '../../generated/openapi.json' with { type: 'json' };
import { startMock } from '../../mock/index.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { harmless } from '../../src/shared/harmless.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { runContract } from '../support/run-contract.ts';

const attack = '<img src=x onerror="document.title=1"><script>document.title=1</script>\u001b[31m';
const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The report of a run against a mock that violates a clause, with hostile texts. */
async function makeReport(): Promise<Report> {
  const mock = await startMock({ token: 'the-right-token', speed: 8, faults: ['stream-two-stops'] });
  try {
    const { report } = await runContract(mock.url);
    const [first] = report.violations;
    if (!first) throw new Error('The run found nothing.');
    return { ...report, violations: [{ ...first, received: attack, message: `${first.message} ${attack}` }] };
  } finally {
    await mock.close();
  }
}

describe.skipIf(noBrowser)(`report.html in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  let browser: Browser;
  let report: Report;
  const asked: string[] = [];

  beforeAll(async () => {
    [browser, report] = await Promise.all([launchBrowser(), makeReport()]);
    writeFileSync(join(folder, 'report.html'), formatHtml(report));
  });
  afterAll(() => browser?.close());

  async function open(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    return page;
  }

  test('shows the verdict, the matrix, the evidence, the turns and the coverage, and loads nothing', async () => {
    const page = await open('light', 1200);
    expect(await page.locator('h1').innerText()).toBe(
      `The server violates the contract: 1 of ${rulesFor(readContract(chatApi)).applicable.length} rules fails`,
    );
    expect(await page.locator('.counts').innerText()).toMatch(/^1 ✗ fail/);
    expect(await page.locator('tbody th').allInnerTexts()).toHaveLength(8);
    expect(await page.locator('td.violated').count()).toBeGreaterThan(0);
    expect(await page.locator('svg').count()).toBe(report.streams.length);
    expect(await page.locator('rect.broken').count()).toBeGreaterThan(0);
    await page.getByText('Reproduce').first().click();
    expect(await page.locator('pre').first().innerText()).toContain('$LLAMA_CLOUD_API_KEY');
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });

  test('shows the text of a server and never runs it', async () => {
    const page = await open('light', 1200);
    expect(await page.title()).toContain('Failed');
    expect(await page.locator('article code').allInnerTexts()).toContain(harmless(attack));
    expect(await page.locator('article img').count()).toBe(0);
  });

  test.each([
    ['light', 360],
    ['dark', 360],
    ['dark', 1600],
  ] as const)('is readable in %s at %i pixels', async (scheme, width) => {
    const page = await open(scheme, width);
    const { scrolls, contrast } = await page.evaluate(() => {
      const light = (color: string) => {
        const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
        return red * 0.299 + green * 0.587 + blue * 0.114;
      };
      const { color, backgroundColor } = getComputedStyle(document.body);
      return {
        scrolls: document.documentElement.scrollWidth > window.innerWidth,
        contrast: Math.abs(light(color) - light(backgroundColor)),
      };
    });
    expect(scrolls).toBe(false);
    expect(contrast).toBeGreaterThan(150);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join('docs', `report-${scheme}-${width}.png`) });
  });
});

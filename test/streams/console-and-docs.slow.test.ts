import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { buildPage } from '../../src/docs/build-page.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';

vi.setConfig({ testTimeout: 240_000 });

/** The page's view of a tool call with a fault: lanes, the lifecycles of an event, and the violated rule. */
const shown: Record<string, { lanes: string[]; belongs: string; fault: string; rule: string }> = {
  'ag-ui': {
    lanes: ['RUN_STARTED', 'TOOL_CALL_ARGS', 'TEXT_MESSAGE_CONTENT'],
    belongs: 'tool call tc-1',
    fault: 'lifecycle-closed-tool-call',
    rule: 'lifecycle-closed',
  },
  'ai-sdk-ui': {
    lanes: ['start', 'tool-input-delta', 'text-delta', '[DONE]'],
    belongs: 'tool input call_1',
    fault: 'lifecycle-closed-text',
    rule: 'lifecycle-closed',
  },
  'anthropic-messages': {
    lanes: ['message_start', 'content_block_delta', 'message_stop'],
    belongs: 'content block 2',
    fault: 'text-json-tool-input',
    rule: 'text-json',
  },
  'openai-chat': {
    lanes: ['choice 0', 'tool call 0 0', 'tool call 0 1', '[DONE]'],
    belongs: 'choice 0',
    fault: 'lifecycle-closed-choice',
    rule: 'lifecycle-closed',
  },
  'openai-responses': {
    lanes: ['response.created', 'response.function_call_arguments.delta', 'response.completed'],
    belongs: 'item 1',
    fault: 'field-counter-sequence-number',
    rule: 'field-counter',
  },
};

describe.skipIf(noBrowser)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(Object.entries(shown))('%s', (name, { lanes, belongs, fault, rule }) => {
    const folder = join(packageRoot, 'examples/streams', name);

    test('shows its lanes, its keyed lifecycles and the violated rule in the console', async () => {
      const { contract } = await openDocument(join(folder, 'openapi.yaml'));
      const mock = await startMock({
        document: contract.document,
        scenarios: join(folder, 'scenarios'),
        builtinScenarios: false,
        speed: 'max',
      });
      onTestFinished(() => mock.close());
      const [operation] = contract.operations.filter(({ stream }) => stream);
      const [media] = Object.values(operation!.requestBody!.content);
      mock.next({ scenario: 'tool-call', fault });
      const response = await fetch(mock.url + operation!.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer any', 'anthropic-version': '2023-06-01' },
        body: JSON.stringify(Object.values(media!.examples ?? {})[0]),
      });
      expect(response.status).toBe(200);
      await response.text();

      const page = await browser.newPage();
      onTestFinished(() => page.close());
      await page.goto(`${mock.url}/__mock/#streams`);
      await page.locator('.stream-detail .problems', { hasText: rule }).waitFor();
      expect(await page.locator('.lane-name').allInnerTexts()).toEqual(expect.arrayContaining(lanes));
      expect(await page.locator('.stream-detail').innerText()).toContain(belongs);
    });

    test('shows its events and its rules in the docs', async () => {
      const { contract } = await openDocument(join(folder, 'openapi.yaml'));
      const page = await browser.newPage();
      onTestFinished(() => page.close());
      const html = await buildPage(contract.document, AbortSignal.timeout(200_000));
      await page.route('http://docs.test/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
      await page.goto('http://docs.test/');
      await page.locator('td', { hasText: rule }).first().waitFor({ state: 'attached', timeout: 90_000 });
      const cells = await page.locator('td').allInnerTexts();
      const types = Object.keys(contract.operations.find(({ stream }) => stream)!.stream!.types);
      expect(cells).toEqual(expect.arrayContaining([...types, rule]));
      if (name === 'ai-sdk-ui') expect(cells).toContain('/^data-/');
    });
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { generateStandAloneFiles } from '../../src/generate/generate-files.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { isObject } from '../../src/shared/json.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { bundleForNode } from '../support/bundle.ts';
import { serve } from '../support/serve-for-test.ts';

const examples = join(packageRoot, 'examples/streams');

/** The scenarios with a failing stream; all others end normally. */
const failure: Record<string, object> = {
  'ag-ui': { type: 'RUN_ERROR' },
  'ai-sdk-ui': { type: 'error' },
  'anthropic-messages': { type: 'error' },
  'openai-chat': { error: { message: 'Overloaded' } },
  'openai-responses': { type: 'response.failed' },
};

/** The content of a fixture: the data of its events, and the whole text. */
function readFixture(path: string): { events: unknown[]; text: string; data: string[] } {
  const text = readFileSync(path, 'utf8');
  const data: string[] = [];
  createEventStreamDecoder({ onMessage: (message) => data.push(message.data) }).push(Buffer.from(text));
  const events = data.filter((one) => one !== '[DONE]').map((one) => JSON.parse(one));
  return { events, text, data };
}

describe.each(Object.keys(failure))('the client generated for %s', (name) => {
  const scenarios = readdirSync(join(examples, name, 'scenarios')).map((file) => file.replace(/\.sse$/, ''));
  const pathOf = (scenario: string) => join(examples, name, 'scenarios', `${scenario}.sse`);
  let folder: string;
  let read: (baseUrl: string) => Promise<{ events: unknown[]; error?: { name: string; event?: unknown } }>;
  let mock: Awaited<ReturnType<typeof startMock>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-contract-stream-client-'));
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
    const { contract } = await openDocument(join(examples, name, 'openapi.yaml'));
    const [operation] = contract.operations.filter(({ stream }) => stream);
    const { files } = await generateStandAloneFiles(contract.document);
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const create = /export function (create\w+Client)\(/.exec(
      files.find(({ path }) => path === 'client.ts')!.text,
    )?.[1];
    writeFileSync(
      join(folder, 'program.mjs'),
      await bundleForNode(`export { ${create} as create } from './client.ts';`, folder),
    );
    const { create: createClient } = await import(pathToFileURL(join(folder, 'program.mjs')).href);
    const [media] = Object.values(operation!.requestBody!.content);
    const body = Object.values(media!.examples ?? {})[0];
    // The only required parameter of the five documents.
    const version = { header: { 'anthropic-version': '2023-06-01' } };
    const more = operation!.parameters.some(({ required }) => required) ? [version] : [];
    read = async (baseUrl) => {
      const method = createClient({ baseUrl, token: 'any-token' })[operation!.id];
      const events: unknown[] = [];
      try {
        for await (const event of (method.stream ?? method)(body, ...more)) events.push(event);
        return { events };
      } catch (error) {
        return { events, error: error as Error };
      }
    };
    mock = await startMock({
      document: contract.document,
      scenarios: join(examples, name, 'scenarios'),
      builtinScenarios: false,
      speed: 'max',
    });
  });
  afterAll(async () => {
    await mock.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(scenarios)('yields every event of %s', async (scenario) => {
    mock.next({ scenario });
    const { events, error } = await read(mock.url);
    const { events: expected } = readFixture(pathOf(scenario));
    const types = (list: unknown[]) => list.map((event) => isObject(event) && (event.type ?? Object.keys(event)));
    expect(types(events)).toEqual(types(expected));
    if (scenario !== 'error') return expect(error).toBeUndefined();
    expect(error).toMatchObject({ name: 'StreamFailedError', event: failure[name] });
  });

  it.each(scenarios)('throws if %s is cut before its last event', async (scenario) => {
    const { text, events, data } = readFixture(pathOf(scenario));
    const last = text.lastIndexOf(`data: ${data.at(-1)}`);
    const { baseUrl } = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${text.slice(0, last)}\n\n`),
    );
    const result = await read(baseUrl);
    expect(result.error).toMatchObject({ name: 'StreamEndedError' });
    expect(result.events.length).toBe(data.at(-1) === '[DONE]' ? events.length : events.length - 1);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateStandAloneFiles } from '../../src/generate/generate-files.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForNode } from '../support/bundle.ts';
import { type ReceivedRequest, serve } from '../support/serve-for-test.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Uses every method with its types; the test below runs it. */
const program = `
import { createAnythingXClient, NotFoundError, StreamFailedError, type AnythingXClientOptions } from './client.js';
import type { Tree } from './types.js';
export { NotFoundError, StreamFailedError };
export const create = (options: AnythingXClientOptions) => createAnythingXClient(options);
export async function use(options: AnythingXClientOptions): Promise<unknown[]> {
  const client = createAnythingXClient(options);
  const results: unknown[] = [];
  await client.styles(['a', 'b/c'], { x: '1', y: '2' }, [1, 2], 'p', {
    query: {
      form: { k: 'v w' }, csv: ['1', '2'], pipes: ['1', '2'], spaces: ['1', '2'], deep: { a: 'x', b: { c: 1 } },
      filter: { n: 1 }, 'a&b': 'x', path: '/a?b#c', since: '2026-01-01T00:00:00Z',
    },
    header: { 'X-List': [1, 2], 'X-Map': { a: 1 } },
    cookie: { crumb: 'a b' },
  });
  const form: Record<string, string | null> = await client.delete({ a: '1&2', tags: ['x', 'y'], meta: { z: 1 }, deep: { k: 'v' } });
  results.push(form);
  const uploaded = await client.uploadFile({ file: new Blob(['hi'], { type: 'text/plain' }), note: 'n', meta: { n: 1 } });
  results.push(uploaded.ok);
  const pdf: Blob = await client.putBytes(new Blob(['png'], { type: 'image/png' }));
  results.push(await pdf.text());
  const text: string = await client.getText({ query: { whole: { a: 'x&y', b: 1 } } });
  results.push(text, await client.http2());
  const json = await client.codes('2', 'b', { stream: false });
  results.push(json.text);
  for await (const event of client.codes.stream('2', 'b', {})) results.push(event.text);
  results.push(await client.percent('x'));
  for await (const { event, data } of client.named()) {
    if (event === 'cooking') results.push(data.dish);
    else results.push(data.at.toFixed());
    // @ts-expect-error the name is next to the data
    void data.kind;
  }
  const found: 'ok' | 'soup' = await client.find('a b', { query: { q: 'soup' } });
  results.push(found);
  const tree: Tree = ['a', ['b', ['c']]];
  void tree;
  // @ts-expect-error a number is no tree
  void ([['b', 1]] satisfies Tree);
  // @ts-expect-error the form is required
  void (() => client.delete());
  return results;
}
`;

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  types: [],
  noEmit: true,
};

let folder: string;
// biome-ignore lint/suspicious/noExplicitAny: its types are checked by tsc, in the program
let generated: any;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chat-contract-generated-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) {
    symlinkSync(join(packageRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const { contract } = await openDocument(join(packageRoot, 'test/client/anything.yaml'));
  const { files, notes } = await generateStandAloneFiles(contract.document);
  expect(notes).toEqual([
    'POST /upload is called uploadFile.',
    'GET /text is called getText.',
    'GET /query-key is called http2.',
  ]);
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  // For the compiler, which checks its types.
  writeFileSync(join(folder, 'program.ts'), program);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const outfile = join(folder, 'program.mjs');
  writeFileSync(outfile, await bundleForNode(program, folder));
  generated = await import(pathToFileURL(outfile).href);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server that returns a valid response for each operation of the document. */
async function serveAnything() {
  return serve(({ url, headers }, response) => {
    const json = { 'content-type': 'application/json' };
    if (url.startsWith('/styles')) return response.writeHead(204).end();
    if (url.startsWith('/bytes')) return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF');
    if (url.startsWith('/text')) return response.writeHead(200, { 'content-type': 'text/plain' }).end('plain');
    if (url.startsWith('/form')) return response.writeHead(201, json).end('{"k":"v"}');
    if (url.startsWith('/upload')) return response.writeHead(200, json).end('{"ok":true}');
    if (url.startsWith('/codes') && headers.accept?.includes('event-stream')) {
      const events = 'data: {"type":"a","text":"one"}\n\ndata: {"type":"a","text":"two"}\n\ndata: [DONE]\n\n';
      return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events);
    }
    if (url.startsWith('/named')) {
      const events = 'event: cooking\ndata: {"dish":"soup"}\n\nevent: served\ndata: {"at":7}\n\n';
      return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events);
    }
    return response.writeHead(200, json).end(url.startsWith('/codes') ? '{"type":"a","text":"json"}' : '"ok"');
  });
}

describe('a client that is generated for any document', () => {
  it.each(['nodenext', 'bundler'])('compiles in strict projects under %s', (resolution) => {
    const options = { ...compilerOptions, module: resolution === 'bundler' ? 'esnext' : resolution };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, moduleResolution: resolution }, include: ['*.ts'] }),
    );
    const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('sends parameters, bodies and credentials as the document says', async () => {
    const { baseUrl, requests } = await serveAnything();
    const auth = { key: 'key-12345', login: { username: 'ü', password: 'p' }, inQuery: 'q y', inCookie: 'c' };
    const results = await generated.use({ baseUrl, auth });
    expect(results).toEqual([{ k: 'v' }, true, '%PDF', 'plain', 'ok', 'json', 'one', 'two', 'ok', 'soup', '7', 'ok']);
    const [styles, form, upload, bytes, text, keys, json, stream, percent] = requests as Required<ReceivedRequest>[];
    expect(styles).toMatchObject({
      url: '/styles/a,b%2Fc/.x=1.y=2/;matrix=1,2/p?k=v%20w&csv=1,2&pipes=1|2&spaces=1%202&deep[a]=x&deep[b][c]=1&filter=%7B%22n%22%3A1%7D&a%26b=x&path=/a?b%23c&since=2026-01-01T00%3A00%3A00Z',
      headers: { 'x-list': '1,2', 'x-map': 'a=1', cookie: 'crumb=a%20b', 'x-key': 'key-12345' },
    });
    expect(form).toMatchObject({
      body: 'a=1%262&tags=x&tags=y&meta=%7B%22z%22%3A1%7D&deep[k]=v',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/vnd.x+json' },
    });
    expect(upload?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(upload?.body).toMatch(/name="file"; filename="blob"\r\nContent-Type: text\/plain\r\n\r\nhi\r\n/);
    expect(upload?.body).toMatch(/name="note"\r\n\r\nn\r\n/);
    expect(upload?.body).toMatch(/name="meta"; filename="blob"\r\nContent-Type: application\/json\r\n\r\n\{"n":1\}/);
    expect(bytes).toMatchObject({
      body: 'png',
      headers: { 'content-type': 'image/png', accept: 'application/pdf', authorization: 'Basic w7w6cA==' },
    });
    expect(bytes?.headers).not.toHaveProperty('x-key');
    expect(text).toMatchObject({ url: '/text?a=x%26y&b=1', headers: { accept: 'text/plain' } });
    expect(Object.keys(text?.headers ?? {})).not.toEqual(expect.arrayContaining(['x-key']));
    expect(keys).toMatchObject({ url: '/query-key?api_key=q%20y', headers: { cookie: 'sid=c' } });
    expect(json).toMatchObject({ url: '/codes/2/b/b', body: '{"stream":false}' });
    expect(stream).toMatchObject({
      body: '{"stream":true}',
      headers: { accept: 'text/event-stream, application/json' },
    });
    expect(percent?.url).toBe('/100%25/x');
    expect(requests.at(-1)?.url).toBe('/find?kind=a%20b&q=soup');
  });

  it('ends a stream with an error if the sentinel is missing or an event reports a failure', async () => {
    const read = async (events: string) => {
      const { baseUrl } = await serve((_, response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events),
      );
      for await (const _ of generated.create({ baseUrl }).codes.stream('2', 'b', {}));
    };
    await read('data: [DONE]\n\n');
    await expect(read('data: {"type":"a"}\n\n')).rejects.toMatchObject({ name: 'StreamEndedError' });
    await expect(read('data: {"type":"error"}\n\n')).rejects.toMatchObject({
      name: 'StreamFailedError',
      event: { type: 'error' },
    });
  });

  it('throws its own errors, without credentials', async () => {
    const { baseUrl } = await serve(({ headers }, response) =>
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ detail: headers })),
    );
    const error = await generated
      .create({ baseUrl, auth: { key: 'key-12345' } })
      .getText()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(generated.NotFoundError);
    const leak = await generated
      .create({ baseUrl, auth: { key: 'key-12345' } })
      .uploadFile({ note: 'n' })
      .catch((reason: unknown) => reason);
    expect(JSON.stringify(leak)).not.toContain('key-12345');
    expect(JSON.stringify(leak)).toContain('[token]');
  });
});

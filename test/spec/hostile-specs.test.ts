import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hostile-specs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A document with one operation whose request and response have the schema `A`. */
function documentOf(schemas: object): string {
  const content = { 'application/json': { schema: ref('A') } };
  const responses = { 200: { description: 'It.', content } };
  const operation = { operationId: 'postA', requestBody: { required: true, content }, responses };
  const info = { title: 'Hostile', version: '1' };
  return JSON.stringify({ openapi: '3.1.0', info, paths: { '/a': { post: operation } }, components: { schemas } });
}

function chain(length: number, link: (name: string) => object): object {
  const names = ['A', ...Array.from({ length }, (_, index) => `M${index}`)];
  return Object.fromEntries(
    names.map((name, index) => [name, index < length ? link(names[index + 1]!) : { type: 'string' }]),
  );
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const plan = (file: string) => ['test', '--plan', '--spec', file, '--base-url', 'http://127.0.0.1:1'];

describe('a hostile document', { timeout: 60_000 }, () => {
  test.each<[name: string, schemas: object, codes: number[]]>([
    ['a schema in itself', { A: { type: 'object', required: ['a'], properties: { a: ref('A') } } }, [0, 2]],
    ['two in each other', { A: { properties: { b: ref('B') } }, B: { properties: { a: ref('A') } } }, [0]],
    ['a chain of references', chain(400, ref), [0]],
    ['400 levels', chain(400, (name) => ({ type: 'object', properties: { n: ref(name) } })), [0]],
    ['a circle of allOf', { A: { allOf: [ref('B')] }, B: { allOf: [ref('A')] } }, [0]],
    ['a circle of references', { A: ref('B'), B: ref('A') }, [0]],
    ['a file that is missing', { A: { $ref: './missing.yaml' } }, [0]],
  ])('%s ends with one line or succeeds', async (name, schemas, codes) => {
    const file = write(`${name.replaceAll(' ', '-')}.json`, documentOf(schemas));
    const { code, stderr } = await runCli(plan(file));
    expect(codes, stderr).toContain(code);
    expect(stderr).not.toContain('internal error');
    if (code === 2) expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

const scenarios = mkdtempSync(join(folder, 'scenarios-'));
writeFileSync(join(scenarios, 'a.sse'), ': title A\n: operation postA\n: check off\n: status 200\n\n{}\n');

/** Every command that reads a document, with its other arguments; `record` reads none. */
const commands: [name: string, args: (file: string) => string[]][] = [
  ['mock', (file) => ['mock', '--port', '0', '--spec', file]],
  ['proxy', (file) => ['proxy', '--port', '0', '--upstream', 'http://127.0.0.1:1', '--spec', file]],
  ['test', plan],
  ['lint', (file) => ['lint', file]],
  ['generate', (file) => ['generate', '--spec', file, '--out', join(folder, 'out')]],
  ['diff', (file) => ['diff', file, file]],
  ['scenario', (file) => ['scenario', 'check', scenarios, '--spec', file]],
  ['docs', (file) => ['docs', '--spec', file, '--out', join(folder, 'docs.html')]],
];

describe.each(commands)('%s of a hostile document', (name, args) => {
  /** Servers run until they are interrupted. */
  const run = (file: string) =>
    runCli(args(file), {}, name === 'mock' || name === 'proxy' ? AbortSignal.timeout(3000) : undefined);

  const rejected = async (file: string, reason: string) => {
    const { code, stderr } = await run(file);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  };

  test('rejects a URL in a reference, fetches none, and reads one in an extension or example as data', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end('{"type":"string"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const $ref = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.json`;
    await rejected(write('direct.json', documentOf({ A: { $ref } })), 'is not fetched');
    write('part.json', JSON.stringify({ $ref }));
    await rejected(write('through-a-file.json', documentOf({ A: { $ref: './part.json' } })), 'is not fetched');
    const data = { type: 'object', example: { $ref }, default: { $ref }, enum: [{ $ref }], 'x-more': { $ref } };
    const { code, stderr } = await run(write('data.json', documentOf({ A: data })));
    // Redocly and Spectral report something about it.
    expect(name === 'lint' ? [1] : [0], stderr).toContain(code);
    expect(asked).toEqual([]);
  });

  test('rejects aliases that expand to too many values, and thousands of levels', async () => {
    const names = [...'abcdefghi'];
    const lines = names.map((one, index) => {
      const item = index === 0 ? '"lol"' : `*${names[index - 1]}`;
      return `x-${one}: &${one} [${Array(9).fill(item).join(', ')}]`;
    });
    const head = 'openapi: 3.1.0\ninfo: { title: Bomb, version: "1" }\npaths: {}\n';
    await rejected(write('bomb.yaml', `${head}${lines.join('\n')}\n`), 'expand to too many values');
    const deep = `${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}`;
    await rejected(write('deep.yaml', `${head}components: { schemas: { A: ${deep} } }\n`), 'nested more than');
    await rejected(
      write('deep.json', documentOf({}).replace('"schemas":{}', `"schemas":{"A":${deep}}`)),
      'nested more than',
    );
  });
});

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

/** A document with one operation that takes and gives the schema `A`. */
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
  test.each([
    ['a schema in itself', { A: { type: 'object', required: ['a'], properties: { a: ref('A') } } }, [0, 2]],
    ['two in each other', { A: { properties: { b: ref('B') } }, B: { properties: { a: ref('A') } } }, [0]],
    ['a chain of references', chain(400, ref), [0]],
    ['400 levels', chain(400, (name) => ({ type: 'object', properties: { n: ref(name) } })), [0, 2]],
    ['a circle of allOf', { A: { allOf: [ref('B')] }, B: { allOf: [ref('A')] } }, [2]],
    ['a circle of references', { A: ref('B'), B: ref('A') }, [0]],
    ['a file that is missing', { A: { $ref: './missing.yaml' } }, [0]],
  ])('%s ends with one line or works', async (name, schemas, codes) => {
    const file = write(`${name.replaceAll(' ', '-')}.json`, documentOf(schemas));
    const { code, stderr } = await runCli(plan(file));
    expect(codes, stderr).toContain(code);
    expect(stderr).not.toContain('a fault of chat-contract');
    if (code === 2) expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('an address in a reference is not fetched', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('{"type":"string"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.json`;
    write('part.json', JSON.stringify({ $ref: address }));
    for (const target of [address, './part.json']) {
      const file = write('address.json', documentOf({ A: { $ref: target } }));
      for (const args of [plan(file), ['lint', file], ['generate', '--spec', file, '--out', join(folder, 'out')]]) {
        const { code, stderr } = await runCli(args);
        expect({ args, code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is not fetched') });
      }
    }
    expect(asked).toBe(0);
  });

  test('aliases that unfold to too much are refused', async () => {
    const names = [...'abcdefghi'];
    const lines = names.map((name, index) => {
      const item = index === 0 ? '"lol"' : `*${names[index - 1]}`;
      return `x-${name}: &${name} [${Array(9).fill(item).join(', ')}]`;
    });
    const head = 'openapi: 3.1.0\ninfo: { title: Bomb, version: "1" }\npaths: {}\n';
    const file = write('bomb.yaml', `${head}${lines.join('\n')}\n`);
    for (const args of [plan(file), ['lint', file]]) {
      expect(await runCli(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('unfold to too much') });
    }
  });
});

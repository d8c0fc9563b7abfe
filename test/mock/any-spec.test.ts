import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { operationById } from '../../src/openapi/contract.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { checkFiles } from '../support/check-types.ts';
import { mockForTest, runCli, startCliMock } from '../support/run-cli.ts';

const specs = ['museum.json', 'museum-events.yaml', 'trains.yaml', 'telemetry.yaml', 'completions.yaml', 'orders.yaml'];
const fileOf = (name: string) => join(packageRoot, 'test/specs', name);
const headers = { authorization: 'Bearer any-token', 'content-type': 'application/json' };

const folder = mkdtempSync(join(tmpdir(), 'chat-contract-any-spec-'));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an event stream of another document', () => {
  it.each([
    ['telemetry.yaml', 'followReadings', ['gone', 'value']],
    ['telemetry.yaml', 'followAlarms', ['gone', 'value']],
    ['completions.yaml', 'createResponse', ['delta', 'done']],
  ])('%s: %s is typed', async (name, id, types) => {
    const contract = (await openDocument(fileOf(name))).contract;
    const { stream } = operationById(contract, id);
    expect(Object.keys(stream?.types ?? {}).sort()).toEqual(types);
    const validate = createSchemaValidator(contract.document);
    const good = id === 'createResponse' ? { type: 'delta', text: '' } : { kind: 'value', celsius: 1 };
    expect(validate(stream!.event, good)).toEqual([]);
    expect(validate(stream!.event, { type: 'delta', kind: 'value' })).not.toEqual([]);
  });

  it('does not include JSON lines', async () => {
    const contract = (await openDocument(fileOf('telemetry.yaml'))).contract;
    const { stream, responses } = operationById(contract, 'readLog');
    expect(stream).toBeUndefined();
    expect(responses['200']?.content['application/jsonl']?.schema).toBeDefined();
  });
});

describe('a document of OpenAPI 3.0', () => {
  it('is read by the rules of 3.0', async () => {
    const { document } = (await openDocument(fileOf('museum.json'))).contract;
    const validate = createSchemaValidator(document);
    const event = '#/components/schemas/Event';
    expect(validate(event, { name: 'Tour', price: 1, host: null })).toEqual([]);
    expect(validate(event, { name: 'Tour', price: 0 })).toMatchObject([{ keyword: 'exclusiveMinimum' }]);
    expect(validate(event, { name: 'Tour', price: 1, host: 'me' })).not.toEqual([]);
    expect(validate('#/components/schemas/Day', { date: '2026-01-02', note: null })).toEqual([]);
  });
});

describe('the mock of another document', () => {
  it('reports parts that are not served, and options without effect', async () => {
    const mock = await startCliMock(['--spec', fileOf('trains.yaml'), '--seed', 'none', '--stateless']);
    const { stdout } = await mock.interrupt();
    expect(stdout).toContain('Left out: 1 webhook;');
    expect(stdout).toContain('Responses come from your scenarios and from the examples of the document.');
    expect(stdout).toContain('--seed, --stateless have no effect here.\n');
    const own = await startCliMock(['--spec', join(packageRoot, 'generated/openapi.json')]);
    expect((await own.interrupt()).stdout).not.toContain('Responses come from your scenarios');
  });

  const ask = async (url: string, path: string, how: RequestInit = {}) => {
    const response = await fetch(url + path, { headers, ...how });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };

  it('museum.json: examples, bounds of 3.0', async () => {
    const basic = { ...headers, authorization: `Basic ${Buffer.from('name:password').toString('base64')}` };
    const { url } = await mockForTest(['--spec', fileOf('museum.json')]);
    expect(JSON.parse((await ask(url, '/hours', { headers: basic })).text)).toEqual([
      { date: '2026-01-02', opens: '10:00', note: null },
    ]);
    expect((await ask(url, '/hours')).status).toBe(401);
    const post = (body: object) => ask(url, '/events', { method: 'POST', body: JSON.stringify(body), headers: basic });
    expect((await post({ name: 'Tour', price: 3, host: null })).status).toBe(201);
    expect((await post({ name: 'Tour', price: 0 })).status).toBe(422);
  });

  it('orders.yaml: error responses in the form of the document', async () => {
    const { url } = await mockForTest(['--spec', fileOf('orders.yaml')]);
    const post = (body: string, authorization = headers.authorization) =>
      ask(url, '/orders', { method: 'POST', body, headers: { ...headers, authorization } });
    const problem = (status: number, title: string, detail: RegExp) => ({
      type: 'about:blank',
      title,
      status,
      detail: expect.stringMatching(detail),
    });
    for (const [answer, expected] of [
      [await post('{"code":"x"}'), problem(400, 'Bad Request', /^body\.code: This text must match/)],
      [await post('{}', 'Bearer invalid'), problem(401, 'Unauthorized', /^The API key is missing/)],
    ] as const) {
      expect(answer).toMatchObject({ status: expected.status, type: 'application/problem+json' });
      expect(JSON.parse(answer.text)).toEqual(expected);
    }
    const closed = await ask(url, '/orders/1', { headers: {} });
    expect(closed).toMatchObject({ status: 401, text: '{"code":"closed"}' });
    expect((await post('{"code":"1234","name":"BBB","payer":null}')).status).toBe(201);
  });

  it('trains.yaml: no body, several successes', async () => {
    const { url } = await mockForTest(['--spec', fileOf('trains.yaml')]);
    const booking = '/bookings/3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10';
    expect((await ask(url, booking, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(url, booking, { method: 'PUT', body: '{"seats":10}' })).status).toBe(422);
    expect((await ask(url, '/stations?country=DE')).status).toBe(200);
  });

  it('telemetry.yaml: the text of a stream', async () => {
    const { url } = await mockForTest(['--spec', fileOf('telemetry.yaml')]);
    const stream = await ask(url, '/readings');
    expect(stream).toMatchObject({ status: 200, type: expect.stringMatching(/^text\/event-stream/) });
    expect(stream.text).toContain('data: {"kind":"gone"}\n\n');
    expect(JSON.parse((await ask(url, '/sensors/roof')).text)).toEqual({ id: 'roof' });
  });

  it('completions.yaml: a union under schema', async () => {
    const { url } = await mockForTest(['--spec', fileOf('completions.yaml')]);
    const post = (body: object) => ask(url, '/responses', { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ input: '' })).status).toBe(422);
    expect((await post({ input: 'Hello', stream: null })).status).toBe(200);
  });
});

describe('files generated from another document', () => {
  it.each(specs)('include %s', async (name) => {
    const out = join(folder, name.replace('.', '-'));
    const { code, stderr } = await runCli(['generate', '--spec', fileOf(name), '--out', out]);
    expect({ name, code }).toEqual({ name, code: 0 });
    if (name === 'museum.json') {
      expect(stderr).toContain('GET /hours is called getHours.\n');
    }
    const document = JSON.parse(readFileSync(join(out, 'openapi.json'), 'utf8')) as OpenApiDocument;
    expect(document.openapi).toBe('3.1.0');
  });

  it('type-check, and reject a wrong use', () => {
    const written = specs.map((name) => join(folder, name.replace('.', '-')));
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
    const files = written.flatMap((out) =>
      readdirSync(out)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(out, file)),
    );
    const uses = written.map((out) => {
      const file = join(out, 'use.ts');
      const { operations } = readContract(JSON.parse(readFileSync(join(out, 'openapi.json'), 'utf8')));
      const type = `operations['${operations[0]!.id}']`;
      writeFileSync(
        file,
        `import type { operations } from './types.ts';
export type Right = ${type}['responses'];
export type Wrong = ${type}['nowhere'];
`,
      );
      return file;
    });
    expect(checkFiles([...files, ...uses]).sort()).toEqual(
      uses.sort().map((file) => expect.stringContaining(`${file}:3: Property 'nowhere' does not exist`)),
    );
  });

  it('type streams by their events', () => {
    const client = (name: string) => readFileSync(join(folder, name, 'client.ts'), 'utf8');
    expect(client('telemetry-yaml')).toMatch(/followReadings\([^)]*\): AsyncIterable<api\.Reading>;/);
    expect(client('telemetry-yaml')).toMatch(/followAlarms\([^)]*\): AsyncIterable<api\.Reading>;/);
    expect(client('completions-yaml')).toMatch(/AsyncIterable<api\.StreamEvent>;/);
  });
});

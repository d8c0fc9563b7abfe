import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../shared/usage-error.ts';
import { openDocument } from './open-document.ts';

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

function write(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'open-document-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, Object.keys(files)[0] ?? 'openapi.yaml');
}

const open = (files: Record<string, string>) => openDocument(write(files));

/** A document with one operation, whose response has this schema. */
const withSchema = (schema: string, more = '') =>
  `${head}paths:\n  /a:\n    get:\n      responses:\n        "200": { description: ok, content: { application/json: { schema: ${schema} } } }\n${more}`;

const messageOf = async (files: Record<string, string>): Promise<string> => {
  const error = await open(files).catch((reason) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).not.toContain('\n');
  return error.message;
};

describe('a document of several files', () => {
  it('becomes one: components keep the names of their files, and paths are inserted', async () => {
    const { bundle, files, problems, locate } = await open({
      'openapi.yaml': `${head}paths:\n  /a:\n    $ref: paths/a.yaml\n`,
      'paths/a.yaml':
        'get:\n  responses:\n    "200":\n      description: A.\n      content:\n        application/json:\n          schema:\n            $ref: ../B.yaml\n',
      'B.yaml':
        'properties:\n  self: { $ref: "#" }\n  part: { $ref: "#/$defs/Part" }\n$defs:\n  Part: { type: string }\n',
    });
    expect(bundle.paths).toEqual({
      '/a': {
        get: {
          responses: {
            200: { description: 'A.', content: { 'application/json': { schema: { $ref: '#/components/schemas/B' } } } },
          },
        },
      },
    });
    expect(bundle.components).toEqual({
      schemas: {
        Part: { type: 'string' },
        B: {
          properties: { self: { $ref: '#/components/schemas/B' }, part: { $ref: '#/components/schemas/Part' } },
          $defs: { Part: { type: 'string' } },
        },
      },
    });
    expect(problems).toEqual([]);
    expect(files.map((file) => file.split('/').at(-1))).toEqual(['openapi.yaml', 'a.yaml', 'B.yaml']);
    expect(locate('#/paths/~1a/get/responses/200')).toMatchObject({ line: 3, column: 5 });
    expect(locate('#/components/schemas/Part/type').file).toMatch(/B\.yaml$/);
  });

  it.each([
    ['a percent-encoded path', './my%20files/a.yaml'],
    ['a path with a space', './my files/a.yaml'],
    ['a fragment with escapes', './my%20files/all.yaml#/x~1y/a%20b'],
    ['a root folder that is left and entered again', '../$HERE/my files/a.yaml'],
  ])('resolves %s', async (_, reference) => {
    const file = write({
      'openapi.yaml': '',
      'my files/a.yaml': 'type: string\n',
      'my files/all.yaml': 'x/y:\n  a b: { type: string }\n',
    });
    writeFileSync(file, withSchema(`{ $ref: "${reference.replace('$HERE', dirname(file).split('/').at(-1)!)}" }`));
    const { bundle, problems } = await openDocument(file);
    expect(problems).toEqual([]);
    expect(Object.values((bundle.components as { schemas: object }).schemas)).toEqual([{ type: 'string' }]);
  });

  it('renames two schemas with the same name, but not a component that is a file', async () => {
    const { bundle } = await open({
      'openapi.yaml': withSchema(
        '{ anyOf: [{ $ref: a/Pet.yaml }, { $ref: b/Pet.yaml }] }',
        'components: { schemas: { Dog: { $ref: b/Pet.yaml } } }\n',
      ),
      'a/Pet.yaml': 'type: string\n',
      'b/Pet.yaml': 'type: number\n',
    });
    expect(bundle.components).toEqual({ schemas: { Pet: { type: 'string' }, Dog: { type: 'number' } } });
  });

  it('resolves a discriminator mapping to a file, and reads a bare name as that of a schema', async () => {
    const { contract, problems } = await open({
      'openapi.yaml': withSchema(
        '{ oneOf: [{ $ref: Cat.yaml }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: k, mapping: { c: ./Cat.yaml, d: Dog } } }',
        'components: { schemas: { Dog: { type: object } } }\n',
      ),
      'Cat.yaml': 'type: object\n',
    });
    expect(problems).toEqual([]);
    expect(JSON.stringify(contract.document)).toContain(
      '"mapping":{"c":"#/components/schemas/Cat","d":"#/components/schemas/Dog"}',
    );
  });

  it('inserts a whole section of another file', async () => {
    const { contract, problems } = await open({
      'openapi.yaml': `${head}paths: { $ref: paths.yaml }\n`,
      'paths.yaml': '/a:\n  get: { responses: { "200": { description: ok } } }\n',
    });
    expect(problems).toEqual([]);
    expect(contract.operations.map(({ path }) => path)).toEqual(['/a']);
  });
});

describe('data that is not a reference', () => {
  it.each([
    ['an extension', withSchema('{ type: string }', 'x-topics: [{ $ref: ./missing.md }]\n')],
    ['an address in an extension', withSchema('{ type: string, x-a: { $ref: "http://127.0.0.1:1/a" } }')],
    ['an example', withSchema('{ type: object, example: { $ref: "#/nope" }, examples: [{ $ref: nope.json }] }')],
    ['a default, an enum and a const', withSchema('{ default: { $ref: a }, enum: [{ $ref: b }], const: { $ref: c } }')],
    [
      'properties of such names',
      withSchema(
        '{ properties: { $ref: { type: string }, $id: { type: string }, example: { type: object, properties: { $ref: { type: string } } } } }',
      ),
    ],
  ])('stays unchanged: %s', async (_, text) => {
    const { problems, bundle } = await open({ 'openapi.yaml': text });
    expect(problems).toEqual([]);
    expect(JSON.stringify(bundle)).toContain('"$ref":');
  });
});

describe('a schema with an $id', () => {
  it('is the base of the references in it, by pointer, by anchor and by name', async () => {
    const { bundle, problems } = await open({
      'openapi.yaml': withSchema(
        '{ $ref: "https://example.com/pet" }',
        `components:
  schemas:
    Pet:
      $id: https://example.com/pet
      $defs: { Name: { $anchor: name, type: string } }
      properties: { a: { $ref: "#/$defs/Name" }, b: { $ref: "#name" }, c: { $ref: toy } }
    Toy: { $id: "https://example.com/toy", type: number }
`,
      ),
    });
    expect(problems).toEqual([]);
    expect(bundle.components).toEqual({
      schemas: {
        Pet: {
          $defs: { Name: { type: 'string' } },
          properties: {
            a: { $ref: '#/components/schemas/Pet/$defs/Name' },
            b: { $ref: '#/components/schemas/Pet/$defs/Name' },
            c: { $ref: '#/components/schemas/Toy' },
          },
        },
        Toy: { type: 'number' },
      },
    });
  });
});

describe('a minor problem', () => {
  it('is reported with its place, in its own file, and the rest is served', async () => {
    const { contract, problems } = await open({
      'openapi.yaml': `openapi: 3.0\ninfo: { title: T, version: 1.0 }\npaths:\n  /a: { $ref: a.yaml }\n  /b:\n    get: { tags: x }\n`,
      'a.yaml':
        'get:\n  responses:\n    200:\n      content:\n        application/json:\n          schema: { $ref: "#/Nope" }\n',
    });
    expect(contract.operations.map(({ id }) => id)).toEqual(['get /a', 'get /b']);
    expect(contract.document.info).toEqual({ title: 'T', version: '1.0' });
    expect(problems.map(({ file, line, message }) => `${file.split('/').at(-1)}:${line} ${message}`)).toEqual([
      'a.yaml:3 The response has no description.',
      'a.yaml:6 `$ref: #/Nope` cannot be resolved; any value is accepted.',
      'openapi.yaml:1 `openapi: 3.0` must be a text: put it in quotes.',
      'openapi.yaml:2 `version: 1.0` must be a text: put it in quotes.',
      'openapi.yaml:6 The operation has no responses; any response is accepted.',
      'openapi.yaml:6 `tags` must be a list.',
    ]);
  });

  it('is the same in YAML and in JSON', async () => {
    const yaml = await open({ 'openapi.yaml': withSchema('{ type: any, enum: [], required: true, minLength: "3" }') });
    const json = await open({ 'openapi.json': JSON.stringify(yaml.bundle) });
    expect(json.problems.map(({ message }) => message)).toEqual(yaml.problems.map(({ message }) => message));
    expect(json.problems).toHaveLength(4);
    expect(json.contract.document).toEqual(yaml.contract.document);
  });

  it.each([
    ['a repeated key', `${head}paths: {}\npaths: { /a: { get: { responses: { "200": { description: ok } } } } }\n`],
    ['a tag of an application', withSchema('!Schema { type: !Name string }')],
    ['several documents', `${withSchema('{ type: string }')}---\na: 1\n`],
    [
      'merged keys and aliases',
      `x-a: &a { type: string }\n${withSchema('{ <<: *a, title: *a }').replace(', title: *a', '')}`,
    ],
  ])('may be an error of YAML: %s', async (_, text) => {
    expect((await open({ 'openapi.yaml': text })).contract.operations).toHaveLength(1);
  });

  it('of recursive schemas is cut where they close; a tree stays unchanged', async () => {
    const { problems, contract } = await open({
      'openapi.yaml': withSchema(
        '{ $ref: "#/components/schemas/A" }',
        `components:
  schemas:
    A: { allOf: [{ $ref: "#/components/schemas/B" }], type: object }
    B: { anyOf: [{ $ref: "#/components/schemas/A" }] }
    C: { $ref: "#/components/schemas/D" }
    D: { $ref: "#/components/schemas/C" }
    Tree: { properties: { children: { items: { $ref: "#/components/schemas/Tree" } } } }
`,
      ),
    });
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '11 `$ref: #/components/schemas/A` is circular; any value is accepted.',
      '13 `$ref: #/components/schemas/C` is circular; any value is accepted.',
    ]);
    expect(JSON.stringify(contract.document)).toContain('"Tree":{"properties":{"children":{"items":{"$ref"');
  });

  it('is not reported for a document with webhooks only', async () => {
    const { contract, problems } = await open({
      'openapi.yaml': `${head}webhooks:\n  a: { post: { responses: { "200": { description: ok } } } }\n`,
    });
    expect([contract.operations, problems]).toEqual([[], []]);
  });
});

describe('documents that are rejected, in one line', () => {
  const bomb = [...'abcdefgh']
    .map(
      (name, index, all) =>
        `x-${name}: &${name} [${Array(9)
          .fill(index ? `*${all[index - 1]}` : '1')
          .join(', ')}]`,
    )
    .join('\n');
  it.each([
    ['a missing file', {}, 'file not found'],
    ['text that is not YAML', { 'openapi.yaml': 'a: [' }, /openapi\.yaml:1:5: /],
    [
      'a part that is not YAML',
      { 'openapi.yaml': `${head}paths: { /a: { $ref: a.yaml } }\n`, 'a.yaml': 'a: [' },
      /a\.yaml:1:5/,
    ],
    ['another document', { 'openapi.yaml': 'a: 1\n' }, '`openapi` is missing. Expected 3.0, 3.1 or 3.2.'],
    ['a list', { 'openapi.yaml': '- 1\n' }, 'it is not an OpenAPI document'],
    ['OpenAPI 2', { 'openapi.yaml': 'swagger: "2.0"\n' }, 'OpenAPI 2.0'],
    ['OpenAPI 4', { 'openapi.yaml': 'openapi: 4.0.0\n' }, '`openapi: 4.0.0` is unknown'],
    [
      'an address',
      { 'openapi.yaml': withSchema('{ $ref: "http://127.0.0.1:1/a.json#/x" }') },
      /openapi\.yaml:7:\d+: `\$ref` to http:\/\/127\.0\.0\.1:1\/a\.json is not fetched/,
    ],
    ['an alias bomb', { 'openapi.yaml': `${head}paths: {}\n${bomb}\n` }, 'expand to too many values'],
    ['an alias in itself', { 'openapi.yaml': `${head}x-a: &a [*a]\n` }, 'its aliases nest more than'],
    [
      'deep nesting in JSON',
      { 'openapi.json': `{"openapi":"3.1.0","x-a":${'['.repeat(5000)}${']'.repeat(5000)}}` },
      'nested more than',
    ],
    [
      'deep nesting in YAML',
      { 'openapi.yaml': `${head}x-a: ${'['.repeat(5000)}${']'.repeat(5000)}\n` },
      'nested more than',
    ],
    ['a folder', { 'openapi.yaml/a': '' }, 'file not found'],
  ])('%s', async (_, files, want) => {
    const given = files as Record<string, string>;
    const name = Object.keys(given)[0] === 'openapi.yaml/a' ? dirname(write(given)) : undefined;
    const message = name ? await openDocument(name).catch((error: Error) => error.message) : await messageOf(given);
    expect(message).toMatch(want);
  });
});

it('reports and ignores an invalid stream protocol', async () => {
  const schema = '{type: object, properties: {type: {enum: [a, b]}}}';
  const protocol = '{end: b, failure: {flag: broken}}';
  const content = `{text/event-stream: {x-stream-protocol: ${protocol}, schema: ${schema}}}`;
  const responses = `{'200': {description: Events, content: ${content}}}`;
  const text = `openapi: 3.1.0
info: {title: T, version: '1'}
paths: {/a: {get: {responses: ${responses}}}}
`;
  const { contract, problems } = await openDocument(write({ 'openapi.yaml': text }));
  expect(contract.operations[0]!.stream).toMatchObject({ types: {} });
  expect(contract.operations[0]!.stream!.protocol).toBeUndefined();
  expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/^\S.* The protocol is ignored\.$/)]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../shared/usage-error.ts';
import { bundleSpec } from './bundle-spec.ts';

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

async function write(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-spec-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return join(folder, 'openapi.yaml');
}

describe('bundleSpec', () => {
  it('puts the files into one document', async () => {
    const file = await write({
      'openapi.yaml': `${head}paths:\n  /a:\n    $ref: a.yaml\n`,
      'a.yaml':
        'get:\n  responses:\n    "200":\n      description: A.\n      content:\n        application/json:\n          schema:\n            $ref: B.yaml\n',
      'B.yaml': 'type: string\n',
    });
    const schema = { $ref: '#/components/schemas/B' };
    expect(await bundleSpec(file)).toMatchObject({
      paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } } },
      components: { schemas: { B: { type: 'string' } } },
    });
  });

  it.each([
    { given: 'a missing file', files: {}, want: 'There is no contract at' },
    { given: 'text that is not YAML', files: { 'openapi.yaml': 'a: [' }, want: 'openapi.yaml cannot be read: ' },
    { given: 'another document', files: { 'openapi.yaml': 'a: 1\n' }, want: 'openapi.yaml' },
    {
      given: 'another version',
      files: { 'openapi.yaml': head.replace('openapi: 3.1.0', 'swagger: "2.0"') },
      want: 'is no OpenAPI document of version 3.0, 3.1 or 3.2',
    },
    {
      given: 'a reference to nothing',
      files: { 'openapi.yaml': `${head}paths:\n  /a:\n    $ref: a.yaml\n` },
      want: 'The contract has an error at ',
    },
  ])('refuses $given in one line', async ({ files, want }) => {
    const error = await bundleSpec(await write(files as Record<string, string>)).catch((reason) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(want);
    expect(error.message).not.toContain('\n');
  });
});

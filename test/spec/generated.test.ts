import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareFiles } from '../../src/generate/compare-files.ts';
import { emitScenarios } from '../../src/generate/emit/emit-scenarios.ts';
import { generateFiles } from '../../src/generate/generate-files.ts';
import { readFolder } from '../../src/generate/generated-folder.ts';
import { operationById } from '../../src/openapi/contract.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../src/shared/package-root.ts';

const document = (await openDocument(join(packageRoot, 'spec/openapi.yaml'))).bundle;
const generate = async (bundle: typeof document) => [
  ...(await generateFiles(bundle)),
  ...emitScenarios(await readFolder(join(packageRoot, 'mock/fixtures'))),
];
const files = await generate(document);

describe('generated/', () => {
  it('is the output of `npm run generate` for the contract and the built-in scenarios', async () => {
    expect(compareFiles(files, await readFolder(join(packageRoot, 'generated')))).toEqual([]);
  });

  it('has the same bytes when it is generated again', async () => {
    expect(await generate((await openDocument(join(packageRoot, 'spec/openapi.yaml'))).bundle)).toEqual(files);
  });

  it('has no path of this machine', () => {
    for (const { path, text } of files) expect(text, path).not.toContain(packageRoot);
  });

  it('bundles each schema file under one name', () => {
    const { components } = document as { components: { schemas: object } };
    expect(Object.keys(components.schemas).filter((name) => /-\d+$/.test(name))).toEqual([]);
  });
});

describe('an operation that is added to the contract', () => {
  it('gets its descriptor and its method without code', async () => {
    const { operationId: _, ...summary } = structuredClone(
      (document as { paths: Record<string, { get: Record<string, unknown> }> }).paths['/api/v1/chat/{session_id}']!.get,
    );
    const added = {
      ...document,
      paths: {
        ...(document.paths as object),
        '/api/v1/chat/{session_id}/export/{format}': {
          parameters: ['session_id', 'format'].map((name) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'string' },
          })),
          get: { ...summary, operationId: 'exportSession' },
        },
      },
    };
    expect(operationById(readContract(added), 'exportSession').method).toBe('GET');
    const texts = new Map((await generateFiles(added)).map(({ path, text }) => [path, text]));
    expect(texts.get('client.ts')).toContain('exportSession(sessionId: string, format: string, options?:');
    expect(texts.get('operations.ts')).toContain('exportSession: {');
    expect(texts.get('types.ts')).toContain('exportSession: {');
  });
});

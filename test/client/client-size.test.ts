import { expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForBrowser, gzippedSize, listAndStream } from '../support/bundle.ts';

/** Bytes, minified and gzipped. */
const limit = 6000;

it('keeps a program that lists and streams small', async () => {
  const size = gzippedSize(await bundleForBrowser(listAndStream, packageRoot));
  expect(size).toBeGreaterThan(1000);
  expect(size).toBeLessThanOrEqual(limit);
});

it('keeps a program with the hook small', async () => {
  const program = `
    import { createChatClient } from 'chat-contract/client';
    import { useTurn } from 'chat-contract/react';
    const chat = createChatClient({ baseUrl: '' });
    globalThis.use = () => useTurn((prompt, options) => chat.streamMessages('s', { index_ids: [], prompt }, options));`;
  const size = gzippedSize(await bundleForBrowser(program, packageRoot));
  expect(size).toBeGreaterThan(1000);
  expect(size).toBeLessThanOrEqual(8000);
});

it('leaves unused parts out of the bundle', async () => {
  const plain = await bundleForBrowser(listAndStream, packageRoot);
  const use = (name: string) => `import { ${name} } from 'chat-contract'; globalThis.used = ${name};`;
  expect(plain).not.toContain('completion');
  expect(await bundleForBrowser(use('checkProtocol'), packageRoot)).toContain('completion');
  expect(gzippedSize(await bundleForBrowser(use('foldEvent'), packageRoot))).toBeLessThan(1000);
});

import { expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForBrowser, gzippedSize, listAndStream } from '../support/bundle.ts';

/** Bytes, minified and gzipped. */
const limit = 6000;

it('a program that lists and streams is small', async () => {
  const size = gzippedSize(await bundleForBrowser(listAndStream, packageRoot));
  expect(size).toBeGreaterThan(1000);
  expect(size).toBeLessThanOrEqual(limit);
});

it('a program that asks with the hook is small', async () => {
  const program = `
    import { createChatClient } from 'chat-contract/client';
    import { useTurn } from 'chat-contract/react';
    const chat = createChatClient({ baseUrl: '' });
    globalThis.use = () => useTurn((prompt, options) => chat.streamMessages('s', { index_ids: [], prompt }, options));`;
  const size = gzippedSize(await bundleForBrowser(program, packageRoot));
  expect(size).toBeGreaterThan(1000);
  expect(size).toBeLessThanOrEqual(8000);
});

it('unused parts are not in the bundle', async () => {
  const plain = await bundleForBrowser(listAndStream, packageRoot);
  const use = (name: string) => `import { ${name} } from 'chat-contract'; globalThis.used = ${name};`;
  expect(plain).not.toContain('completion');
  expect(await bundleForBrowser(use('checkProtocol'), packageRoot)).toContain('completion');
  expect(gzippedSize(await bundleForBrowser(use('foldEvent'), packageRoot))).toBeLessThan(1000);
});

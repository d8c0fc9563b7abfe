import { defineConfig } from 'vitest/config';

/** `vitest run --config contract-tests/vitest.config.ts` tests the server at LLAMA_CLOUD_BASE_URL. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['contract.test.ts'] },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist', 'contract-tests/contract.test.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, the default, is short where other programs have the machine.
    expect: { poll: { timeout: 15_000 } },
    typecheck: { enabled: true, include: ['**/*.test-d.ts'] },
  },
});

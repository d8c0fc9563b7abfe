import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist', 'contract-tests/contract.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Many tests wait for processes that they started: one file at a time leaves a machine of two processors idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, the default, is short where other programs have the machine.
    expect: { poll: { timeout: 15_000 } },
    // `npm run typecheck` looks at all files; here it is what the tests of types need.
    typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: 'test/tsconfig.json' },
  },
});

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules', 'dist', 'contract-tests/contract.test.ts'];
/** Browsers, packages, installed programs and long runs: only `npm run test:all` runs them. */
const slow = ['**/*.slow.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    // Many tests wait for timers and processes: with one file at a time, a processor would be idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default, a second, is too short on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      { extends: true, test: { name: 'fast', include: ['**/*.test.ts'], exclude: [...exclude, ...slow] } },
      {
        extends: true,
        test: { name: 'slow', include: slow, exclude, globalSetup: ['test/support/slow-tools.ts'] },
      },
    ],
  },
});

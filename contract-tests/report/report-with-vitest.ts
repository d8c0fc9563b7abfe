import { packageRoot } from '../../src/shared/package-root.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { Report } from './report.ts';

/** Prints a report by Vitest's reporters. */
export type VitestReporting = (
  report: Pick<Report, 'rules' | 'violations'>,
  options: { failOnUnexercised: boolean },
) => Promise<void>;

/**
 * Makes ready to print a report by one or more of Vitest's reporters: Vitest runs one test a rule, which says what became
 * of it. The rules were judged before: what a run saw may be large, and is not held twice.
 *
 * @throws {UsageError} where Vitest is not there: who installed the package alone has none
 */
export async function prepareVitest(reporters: readonly string[]): Promise<VitestReporting> {
  const startVitest = await loadVitest(reporters);
  return async ({ rules, violations }, { failOnUnexercised }) => {
    const annotate = reporters.includes('github-actions');
    const exitCode = process.exitCode;
    const vitest = await startVitest('test', [], {
      config: false,
      root: packageRoot,
      watch: false,
      include: ['dist/contract-tests/contract.test.js'],
      exclude: [],
      provide: { judged: { rules, violations, failOnUnexercised, annotate } },
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      reporters: [...reporters],
    });
    await vitest.close();
    process.exitCode = exitCode;
  };
}

async function loadVitest([first]: readonly string[]) {
  try {
    return (await import('vitest/node')).startVitest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(`--reporter ${first} is one of Vitest's: npm install --save-dev vitest`);
  }
}

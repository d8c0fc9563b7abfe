import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { packageRoot } from '../lib/package-root.ts';
import { UsageError } from '../lib/usage-error.ts';
import type { Outcome } from './evaluate.ts';
import type { Handover } from './handover.ts';
import { judgeHere } from './judge-here.ts';
import { formatJunit } from './reporters/junit.ts';

/** How Vitest reports, beside what this package prints itself. */
export interface VitestReporting {
  /** Names of Vitest's reporters. */
  reporters: string[];
  /** Where a JUnit file is written, if anywhere. */
  junitFile?: string;
}

/**
 * Judges what a run saw: Vitest runs one test a rule, so that its reporters can be used. The observations travel in a
 * file, because they may be large.
 *
 * Who installed the package alone has no Vitest: then the rules are judged here, with the same outcome.
 *
 * @throws {UsageError} where one of Vitest's reporters is wanted, and Vitest is not there
 */
export async function judgeWithVitest(
  handover: Handover,
  { reporters, junitFile }: VitestReporting,
): Promise<Outcome[]> {
  const vitestModule = await loadVitest();
  if (!vitestModule) {
    if (reporters[0] !== undefined) {
      throw new UsageError(`--reporter ${reporters[0]} is one of Vitest's: npm install --save-dev vitest`);
    }
    const outcomes = judgeHere(handover);
    if (junitFile) writeFileSync(junitFile, formatJunit(outcomes));
    return outcomes;
  }
  const { startVitest } = vitestModule;
  const folder = mkdtempSync(join(tmpdir(), 'chat-contract-'));
  const file = join(folder, 'handover');
  try {
    writeFileSync(file, serialize(handover), { mode: 0o600 });
    const outcomes: Outcome[] = [];
    const collector = {
      onTestCaseResult: (testCase: { meta(): { outcome?: Outcome } }) => {
        const { outcome } = testCase.meta();
        if (outcome) outcomes.push(outcome);
      },
    };
    const exitCode = process.exitCode;
    const vitest = await startVitest('test', [], {
      config: false,
      root: packageRoot,
      watch: false,
      include: ['dist/contract-tests/contract.test.js'],
      exclude: [],
      provide: { handover: file },
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      testTimeout: 60_000,
      reporters: [...reporters, ...(junitFile ? (['junit'] as const) : []), collector],
      ...(junitFile ? { outputFile: { junit: junitFile } } : {}),
    });
    await vitest.close();
    process.exitCode = exitCode;
    const missing = handover.ruleIds.filter((id) => !outcomes.some(({ rule }) => rule === id));
    if (missing.length > 0)
      throw new Error(`Vitest did not run ${missing.length} of the rules: ${missing.join(', ')}.`);
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadVitest(): Promise<typeof import('vitest/node') | undefined> {
  try {
    return await import('vitest/node');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

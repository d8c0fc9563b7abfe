import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// `node scripts/count-tests.js STATUS`: adds up the reports of `npm test` and `npm run test:all`, lists what failed or
// was skipped, and prints the counts as the last line. STATUS is 0 if both commands succeeded.

const folder = resolve(import.meta.dirname, '../node_modules/.cache/tests');
const counts = { passed: 0, failed: 0, skipped: 0 };
let isComplete = process.argv[2] === '0';

for (const name of ['fast', 'slow']) {
  const file = join(folder, `${name}.json`);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (!report?.success || report.numPassedTests === 0) isComplete = false;
  for (const { name: path, status, message, assertionResults } of report?.testResults ?? []) {
    // A file that cannot be loaded has no tests.
    if (status === 'failed' && assertionResults.length === 0) add('failed', `${path}: ${message}`);
    for (const { status: state, fullName } of assertionResults) {
      add(state === 'passed' || state === 'failed' ? state : 'skipped', fullName);
    }
  }
}
// A run that is aborted, or fails outside its tests, counts as one failure.
if (!isComplete && counts.failed === 0) counts.failed = 1;
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

/**
 * @param {'passed' | 'failed' | 'skipped'} state
 * @param {string} name
 */
function add(state, name) {
  counts[state] += 1;
  if (state !== 'passed') console.log(`${state}: ${name}`);
}

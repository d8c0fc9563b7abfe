import { describe, expect, it } from 'vitest';
import { compareVersions } from '../compare-versions.ts';
import { recordedComparer, versionOf } from '../comparisons-for-test.ts';
import { recordedVerdictsFile, type Verdict, verdicts } from './verdicts-for-test.ts';

async function verdictOf({ title, base, head }: Verdict): Promise<string> {
  const compare = recordedComparer(title, recordedVerdictsFile);
  const changes = await compareVersions(versionOf('base', base), versionOf('head', head), compare);
  const parties = [...new Set(changes.flatMap(({ breaks }) => breaks))].sort();
  if (parties.length > 0) return `breaks ${parties.join(' and ')}`;
  return changes.length > 0 ? 'harmless' : 'none';
}

describe.each([...new Set(verdicts.map(({ verdict }) => verdict))])('%s', (verdict) => {
  const wanted = verdict === 'not breaking' ? /^(none|harmless)$/ : new RegExp(`^${verdict}$`);
  it.each(verdicts.filter((one) => one.verdict === verdict))('$title', async (pair) => {
    expect(await verdictOf(pair)).toMatch(wanted);
  });
});

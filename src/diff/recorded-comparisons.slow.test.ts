import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { writeAlike } from './compare-versions.ts';
import { comparisons, recordedFile, versionOf } from './comparisons-for-test.ts';
import { type RedoclyChange, withRedoclyDiff } from './run-redocly-diff.ts';
import { recordedVerdictsFile, verdicts } from './verdicts/verdicts-for-test.ts';

/** Maximum concurrent Redocly processes. */
const atOnce = 2;

describe('the recorded comparisons', () => {
  // After a change of the contract or of Redocly: npx vitest run src/diff/recorded-comparisons -u
  it.each([
    [recordedFile, comparisons],
    [recordedVerdictsFile, verdicts],
  ])('are what Redocly reports', { timeout: 900_000 }, async (file, pairs) => {
    const { signal } = new AbortController();
    const reports: Record<string, RedoclyChange[]> = {};
    const left = pairs.values();
    const compareRest = async () => {
      for (const { title, base, head } of left) {
        const [before, after] = writeAlike(versionOf('base', base), versionOf('head', head));
        // Redocly is not run for equal documents.
        if (isDeepStrictEqual(before.document, after.document)) continue;
        const changes = await withRedoclyDiff(signal, (compare) => compare(before.document, after.document));
        reports[title] = changes.map(usedFields);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, compareRest));
    const inOrder = pairs.flatMap(({ title }) =>
      reports[title] ? [`${JSON.stringify(title)}: ${JSON.stringify(reports[title])}`] : [],
    );
    await expect(`{\n${inOrder.join(',\n')}\n}\n`).toMatchFileSnapshot(file);
  });
});

/** Only the parts that `diff` reads. */
function usedFields({ path, typeName, kind, verdicts, property, base, revision }: RedoclyChange): RedoclyChange {
  return {
    path,
    typeName,
    kind,
    verdicts: verdicts.map(({ ruleId, impact, message }) => ({ ruleId, impact, message })),
    ...(property === undefined ? {} : { property }),
    ...(base ? { base: { pointer: base.pointer, value: base.value } } : {}),
    ...(revision ? { revision: { pointer: revision.pointer, value: revision.value } } : {}),
  };
}

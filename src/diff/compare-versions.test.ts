import { describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { compareVersions } from './compare-versions.ts';
import {
  type Comparison,
  comparisons,
  narrowedNullable,
  narrowedRequests,
  newRequiredField,
  recordedComparer,
  rewrittenNullables,
  versionOf,
  widenedRequests,
} from './comparisons-for-test.ts';
import { breakingChanges, harmlessChanges, type KnownChange } from './documents-for-test.ts';
import { withRedoclyDiff } from './run-redocly-diff.ts';

function compare({ title, base, head }: Comparison): Promise<Change[]> {
  return compareVersions(versionOf('base', base), versionOf('head', head), recordedComparer(title));
}

const comparisonOf = ({ title }: KnownChange) => comparisons.find((one) => one.title === title)!;
const brokenBy = (changes: readonly Change[]) => [...new Set(changes.flatMap(({ breaks }) => breaks))].sort();

describe('a breaking change', () => {
  it.each(breakingChanges)('$title', async (known) => {
    const changes = await compare(comparisonOf(known));
    expect(brokenBy(changes), JSON.stringify(changes, null, 1)).toEqual(known.breaks);
    if (known.rule) expect(changes.filter((one) => one.breaks.length > 0).map((one) => one.rule)).toContain(known.rule);
  });

  it('is the same with Redocly as with its recorded report', async () => {
    const [known] = breakingChanges;
    const { base, head } = comparisonOf(known!);
    const { signal } = new AbortController();
    const live = await withRedoclyDiff(signal, (redocly) =>
      compareVersions(versionOf('base', base), versionOf('head', head), redocly),
    );
    expect(live).toEqual(await compare(comparisonOf(known!)));
  });
});

describe('a request that is allowed no longer', () => {
  it.each(narrowedRequests)('breaks clients: $title', async (comparison) => {
    const breaking = (await compare(comparison)).filter(({ breaks }) => breaks.length > 0);
    expect(breaking.length).toBeGreaterThan(0);
    for (const { breaks, rule } of breaking)
      expect({ breaks, rule }).toEqual({ breaks: ['client'], rule: 'request-narrowed' });
  });

  it.each(widenedRequests)('breaks nothing if more is allowed: $title', async (comparison) => {
    const changes = await compare(comparison);
    expect(changes).toHaveLength(7);
    expect(brokenBy(changes)).toEqual([]);
  });
});

describe('a harmless change', () => {
  it.each(harmlessChanges)('$title', async (known) => {
    const changes = await compare(comparisonOf(known));
    expect(changes).not.toEqual([]);
    expect(brokenBy(changes), JSON.stringify(changes, null, 1)).toEqual([]);
  });
});

describe('a nullable in another form', () => {
  it.each(rewrittenNullables)('is no change: $title', async (comparison) => {
    expect(await compare(comparison)).toEqual([]);
  });

  it('is a change if its bound is narrower, located where the bound is written', async () => {
    const changes = await compare(narrowedNullable);
    expect(changes.map(({ rule, breaks }) => ({ rule, breaks }))).toEqual([
      { rule: 'response-narrowed', breaks: ['server'] },
    ]);
    expect(changes[0]?.place.file).toMatch(/generated_title\/anyOf\/0\/maxLength$/);
  });
});

describe('a server of the old version', () => {
  it('violates the new one if a response field becomes required', async () => {
    const changes = await compare(newRequiredField);
    expect(changes.map(({ rule, breaks }) => ({ rule, breaks }))).toEqual([
      { rule: 'response-narrowed', breaks: ['server'] },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { canonicalNullables } from './canonical-nullables.ts';
import type { Change } from './change.ts';
import { compareVersions } from './compare-versions.ts';
import { breakingChanges, changed, harmlessChanges, type KnownChange, type Loose } from './documents-for-test.ts';
import type { Version } from './load-version.ts';
import { runRedoclyDiff } from './run-redocly-diff.ts';

const { signal } = new AbortController();

function versionOf(name: string, given: Loose): Version {
  const { document, origin } = canonicalNullables(given);
  return { name, document, locate: (pointer) => ({ file: `${name}${origin(pointer)}`, line: 1, column: 1 }) };
}

function compare(given: Loose, base: Loose = document): Promise<Change[]> {
  return compareVersions(versionOf('base', base), versionOf('head', given), (left, right) =>
    runRedoclyDiff(left, right, signal),
  );
}

const brokenBy = (changes: readonly Change[]) => [...new Set(changes.flatMap(({ breaks }) => breaks))].sort();

describe('a breaking change', () => {
  it.concurrent.each(breakingChanges)('$title', async ({ change, breaks, rule }: KnownChange) => {
    const changes = await compare(changed(change));
    expect(brokenBy(changes), JSON.stringify(changes, null, 1)).toEqual(breaks);
    if (rule) expect(changes.filter((one) => one.breaks.length > 0).map((one) => one.rule)).toContain(rule);
  });
});

describe('a harmless change', () => {
  it.concurrent.each(harmlessChanges)('$title', async ({ change }: KnownChange) => {
    const changes = await compare(changed(change));
    expect(changes).not.toEqual([]);
    expect(brokenBy(changes), JSON.stringify(changes, null, 1)).toEqual([]);
  });
});

describe('a nullable that is rewritten', () => {
  const before = { type: ['string', 'null'], description: 'A name.' };
  const forms: Loose[] = [
    { type: ['null', 'string'], description: 'A name.' },
    { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'A name.' },
    { oneOf: [{ type: 'null' }, { type: 'string' }], description: 'A name.' },
  ];
  const withTitle = (schema: Loose) =>
    changed(({ components }) => {
      components.schemas.SessionSummary.properties.generated_title = schema;
      components.schemas.SessionSummary.properties.job_metadata = {
        [schema.oneOf ? 'oneOf' : 'anyOf']: [{ $ref: '#/components/schemas/JobMetadata' }, { type: 'null' }],
      };
    });

  it.each(forms)('is no change: %j', async (form) => {
    expect(await compare(withTitle(form), withTitle(before))).toEqual([]);
  });

  it('is a change where it is bound more tightly, at the place where that is written', async () => {
    const form = { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }], description: 'A name.' };
    const changes = await compare(withTitle(form), withTitle(before));
    expect(changes.map(({ rule, breaks }) => ({ rule, breaks }))).toEqual([
      { rule: 'response-narrowed', breaks: ['server'] },
    ]);
    expect(changes[0]?.place.file).toMatch(/generated_title\/anyOf\/0\/maxLength$/);
  });
});

describe('a server that goes on as before', () => {
  it('fails where an answer has to have a field that it could leave out', async () => {
    const changes = await compare(
      changed(({ components }) => components.schemas.SessionSummary.required.push('index_ids')),
    );
    expect(changes.map(({ rule, breaks }) => ({ rule, breaks }))).toEqual([
      { rule: 'response-narrowed', breaks: ['server'] },
    ]);
  });
});

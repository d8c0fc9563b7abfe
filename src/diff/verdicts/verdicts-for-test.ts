import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fromPointer } from '../../openapi/json-pointer.ts';
import { upgradeDocument } from '../../openapi/upgrade-document.ts';
import type { Comparison } from '../comparisons-for-test.ts';
import type { Loose } from '../documents-for-test.ts';

/** Two versions of a document, and what `diff` says of them. */
export interface Verdict extends Comparison {
  /** `none` for no change, `harmless`, `not breaking` for either, or `breaks client` and so on. */
  verdict: string;
}

interface Row {
  title: string;
  base?: Record<string, unknown>;
  head?: Record<string, unknown>;
  reversed?: boolean;
}

/** What Redocly reports for each pair. A slow test compares it with Redocly. */
export const recordedVerdictsFile = join(import.meta.dirname, 'recorded-verdicts.json');

const read = (name: string) => load(readFileSync(join(import.meta.dirname, name), 'utf8')) as Loose;
const things = read('things.yaml');

/** The pairs of verdicts.yaml. */
export const verdicts: Verdict[] = Object.entries(read('verdicts.yaml') as Record<string, Row[]>).flatMap(
  ([verdict, rows]) =>
    rows.map(({ title, base = {}, head = {}, reversed }) => ({
      title,
      verdict,
      base: changed(base),
      head: reversed ? reverse(changed(head)) : changed(head),
    })),
);

function changed(values: Record<string, unknown>): Loose {
  const document = structuredClone(things);
  for (const [pointer, value] of Object.entries(values)) {
    const steps = fromPointer(pointer);
    const last = steps.pop()!;
    const owner = steps.reduce((one: Loose, step) => one[step], document);
    if (value === '(removed)') delete owner[last];
    else owner[last === '-' ? owner.length : last] = structuredClone(value);
  }
  return upgradeDocument(document).document;
}

function reverse(value: Loose): Loose {
  if (Array.isArray(value)) return value.map(reverse);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reverse(one)]),
  );
}

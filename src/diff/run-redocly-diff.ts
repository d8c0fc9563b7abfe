import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { runRedoclyCli } from '../shared/redocly.ts';

/** The part of a change in `redocly diff --format json` that this project reads. */
export interface RedoclyChange {
  /** Its path through the API, with references followed. */
  path: string;
  /** Redocly's name for the kind of object, such as `Schema` or `Operation`. */
  typeName: string;
  kind: 'added' | 'removed' | 'modified';
  /** The ratings of Redocly's rules; absent for a harmless change. */
  verdicts: { ruleId: string; impact: string; message: string }[];
  /** The field that differs, if an object was modified. */
  property?: string;
  base?: RedoclyValue;
  revision?: RedoclyValue;
}

/** A value in one of the documents. */
export interface RedoclyValue {
  /** JSON Pointer. */
  pointer: string;
  value?: unknown;
}

/** Compares two bundled documents, once. */
export type DocumentComparer = (base: OpenApiDocument, head: OpenApiDocument) => Promise<RedoclyChange[]>;

/**
 * Calls `use` with a function that compares two bundled documents with `redocly diff` and the rules of
 * `diff-recommended`. Redocly starts immediately, in its own process, and waits for the documents.
 *
 * @throws {Error} with Redocly's output, if there is no report
 */
export async function withRedoclyDiff<T>(
  signal: AbortSignal,
  use: (compare: DocumentComparer) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-contract-diff-'));
  const stop = new AbortController();
  let start = () => {};
  const written = new Promise<void>((resolve) => {
    start = resolve;
  });
  const options = ['--config', 'redocly.yaml', '--format', 'json', '--fail-on', 'none', '--output', 'report.json'];
  const run = runRedoclyCli(['diff', 'base.json', 'head.json', ...options], {
    cwd: folder,
    signal: AbortSignal.any([signal, stop.signal]),
    input: () => written,
  });
  const ended = run.catch(() => {});
  try {
    return await use(async (base, head) => {
      const files = { 'base.json': base, 'head.json': head, 'redocly.yaml': { extends: ['diff-recommended'] } };
      for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
      start();
      return readReport(folder, (await run).stderr);
    });
  } finally {
    stop.abort();
    start();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function readReport(folder: string, errors: string): Promise<RedoclyChange[]> {
  const report = parseJson(await readFile(join(folder, 'report.json'), 'utf8').catch(() => ''));
  if (!isObject(report) || !Array.isArray(report.changes)) throw new Error(`Redocly gave no report.\n${errors}`);
  return report.changes as unknown as RedoclyChange[];
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { runRedoclyCli } from '../shared/redocly.ts';

/** One change as `redocly diff --format json` reports it; the part that is read here. */
export interface RedoclyChange {
  /** The way to it through the API, references followed. */
  path: string;
  /** Redocly's name for the kind of object: `Schema`, `Operation`. */
  typeName: string;
  kind: 'added' | 'removed' | 'modified';
  /** What Redocly's rules say of it; nothing where it is harmless. */
  verdicts: { ruleId: string; impact: string; message: string }[];
  /** The field that differs, where an object was modified. */
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

/**
 * Compares two bundled documents by `redocly diff` with the rules of `diff-recommended`, in a process of its own.
 *
 * @throws {Error} with what Redocly wrote, where it gave no report
 */
export async function runRedoclyDiff(
  base: OpenApiDocument,
  head: OpenApiDocument,
  signal: AbortSignal,
): Promise<RedoclyChange[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-contract-diff-'));
  try {
    const files = { 'base.json': base, 'head.json': head, 'redocly.yaml': { extends: ['diff-recommended'] } };
    for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(value));
    const options = ['--config', 'redocly.yaml', '--format', 'json', '--fail-on', 'none', '--output', 'report.json'];
    const { stderr } = await runRedoclyCli(['diff', 'base.json', 'head.json', ...options], folder, signal);
    const report = parseJson(await readFile(join(folder, 'report.json'), 'utf8').catch(() => ''));
    if (!isObject(report) || !Array.isArray(report.changes)) throw new Error(`Redocly gave no report.\n${stderr}`);
    return report.changes as unknown as RedoclyChange[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

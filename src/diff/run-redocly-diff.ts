import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject, parseJson } from '../shared/json.ts';

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
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const program = join(dirname(manifest), JSON.parse(await readFile(manifest, 'utf8')).bin.redocly);
  const folder = await mkdtemp(join(tmpdir(), 'chat-contract-diff-'));
  try {
    const files = { 'base.json': base, 'head.json': head, 'redocly.yaml': { extends: ['diff-recommended'] } };
    for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(value));
    const options = ['--config', 'redocly.yaml', '--format', 'json', '--fail-on', 'none', '--output', 'report.json'];
    const errors = await run([program, 'diff', 'base.json', 'head.json', ...options], folder, signal);
    const report = parseJson(await readFile(join(folder, 'report.json'), 'utf8').catch(() => ''));
    if (!isObject(report) || !Array.isArray(report.changes)) throw new Error(`Redocly gave no report.\n${errors}`);
    return report.changes as unknown as RedoclyChange[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns what Redocly wrote to standard error */
function run(args: string[], cwd: string, signal: AbortSignal): Promise<string> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, env, signal, maxBuffer: 64 * 1024 * 1024 }, (error, _, errors) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve(errors);
    });
  });
}

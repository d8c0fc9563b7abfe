import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseJson } from '../shared/json.ts';
import { packageRoot } from '../shared/package-root.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Finding } from './finding.ts';

/** The part of `redocly lint --format json` that is read here. */
interface RedoclyReport {
  problems: {
    ruleId: string;
    severity: 'error' | 'warn';
    message: string;
    location: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/**
 * Runs `redocly lint` with the rules of `redocly.yaml` on documents, in a process of its own beside this one.
 *
 * @throws {Error} with what Redocly wrote, where it did not get as far as a report
 */
export async function runRedocly(files: readonly string[], signal: AbortSignal): Promise<Finding[]> {
  if (files.length === 0) return [];
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const program = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.redocly);
  const config = join(packageRoot, 'redocly.yaml');
  const options = ['--config', config, '--format', 'json', '--max-problems', '10000'];
  const { output, errors } = await run([program, 'lint', ...files, ...options], signal);
  const reports = parseReports(output);
  if (!reports) throw new UsageError(`Redocly could not read ${files.join(', ')}: ${reasonOf(errors)}`);
  return reports.flatMap(({ problems }) => problems.map(toFinding));
}

/** Redocly exits with 1 where it found something; what it wrote tells whether it ran. */
function run(args: string[], signal: AbortSignal): Promise<{ output: string; errors: string }> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { cwd: packageRoot, env, signal, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolvePromise, reject) => {
    execFile(process.execPath, args, options, (error, output, errors) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolvePromise({ output, errors });
    });
  });
}

/** Of several documents Redocly writes a report each, one after the other without a separator. */
function parseReports(output: string): RedoclyReport[] | undefined {
  const reports = parseJson(`[${output.replace(/^\}\s*\{$/gm, '},{')}]`);
  return Array.isArray(reports) && reports.length > 0 ? (reports as unknown as RedoclyReport[]) : undefined;
}

function toFinding({ ruleId, severity, message, location }: RedoclyReport['problems'][number]): Finding {
  const [place] = location;
  return {
    linter: 'redocly',
    rule: ruleId,
    severity: severity === 'warn' ? 'warning' : 'error',
    message,
    file: resolve(packageRoot, place?.source.ref ?? 'redocly.yaml'),
    line: place?.start?.line ?? 1,
    column: place?.start?.col ?? 1,
  };
}

/** The line of Redocly's output that says what was wrong; what it draws around other news is none. */
function reasonOf(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /error|pointer|cannot|failed/i.test(line) && !/[║╔╚]/.test(line));
  return telling ?? 'it gave no report and did not say why.';
}

import { dirname, resolve } from 'node:path';
import { parseJson } from '../shared/json.ts';
import { runRedoclyCli } from '../shared/redocly.ts';
import { UsageError } from '../shared/usage-error.ts';
import { explainAddress } from './explain-address.ts';
import type { Finding } from './finding.ts';
import type { RuleSet } from './rule-set.ts';

/** The part of `redocly lint --format json` that this project reads. */
interface RedoclyReport {
  problems: {
    ruleId: string;
    severity: 'error' | 'warn';
    message: string;
    location: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/**
 * Runs `redocly lint` on documents, in a separate process.
 *
 * @throws {Error} with Redocly's output, if there is no report
 */
export async function runRedocly(
  files: readonly string[],
  { redocly: config }: RuleSet,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (files.length === 0) return [];
  const rules = config === undefined ? ['--extends', 'recommended'] : ['--config', config];
  // Redocly reads its list of ignored findings from here.
  const folder = dirname(config ?? files[0]!);
  const options = [...rules, '--format', 'json', '--max-problems', '10000'];
  const { stdout, stderr } = await runRedoclyCli(['lint', ...files, ...options], { cwd: folder, signal });
  const [, address] = /^Can't resolve \$ref: (\S+) is not fetched\.$/m.exec(stderr) ?? [];
  if (config !== undefined && address !== undefined) throw new UsageError(explainAddress(config, address));
  const reports = parseReports(stdout);
  if (!reports) throw new UsageError(`Redocly could not read ${files.join(', ')}: ${reasonOf(stderr)}`);
  return reports.flatMap(({ problems }) => problems.map((problem) => toFinding(problem, folder)));
}

/** For several documents Redocly writes one report after the other, without a separator. */
function parseReports(output: string): RedoclyReport[] | undefined {
  const reports = parseJson(`[${output.replace(/^\}\s*\{$/gm, '},{')}]`);
  return Array.isArray(reports) && reports.length > 0 ? (reports as unknown as RedoclyReport[]) : undefined;
}

function toFinding(
  { ruleId, severity, message, location }: RedoclyReport['problems'][number],
  folder: string,
): Finding {
  const [place] = location;
  return {
    linter: 'redocly',
    rule: ruleId,
    severity: severity === 'warn' ? 'warning' : 'error',
    message,
    file: resolve(folder, place?.source.ref ?? 'redocly.yaml'),
    line: place?.start?.line ?? 1,
    column: place?.start?.col ?? 1,
  };
}

/** The line of Redocly's output with the error; its boxes around other messages are ignored. */
function reasonOf(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /error|pointer|cannot|failed/i.test(line) && !/[║╔╚]/.test(line));
  return telling ?? 'it gave no report and did not say why.';
}

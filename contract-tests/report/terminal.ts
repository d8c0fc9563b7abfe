import { styleText } from 'node:util';
import { harmless } from '../../src/shared/harmless.ts';
import { families } from '../rules/rule.ts';
import { fails } from '../run/evaluate.ts';
import { matrixOf } from './matrix.ts';
import type { Report, ReportedViolation } from './report.ts';
import { verdictOf } from './verdict.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The end of a run as text: what was broken, with evidence, then what held, what did not and what was not tried. */
export function formatTerminal(report: Report, color: boolean): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const failures = report.violations.flatMap((violation) => describe(violation, report, paint));
  return `${[...failures, '', ...drawMatrix(report, paint), '', ...summarize(report, paint)].join('\n')}\n`;
}

function describe(violation: ReportedViolation, { rules }: Report, paint: Paint): string[] {
  const { rule, message, operation, provenance, expected, received, count, at, known } = violation;
  const mark = fails(violation) ? paint('red', '✗ violated') : paint('yellow', known ? '! known   ' : '! warning ');
  const { title = '', clause = '' } = rules.find(({ id }) => id === rule) ?? {};
  const where = at ? `, message ${at.message}, before byte ${at.byte}` : '';
  const again = violation.reproduce
    .split('\n')
    .map((line, index) => `  ${index === 0 ? 'reproduce' : '         '} ${line}`);
  return [
    '',
    `${mark} ${paint('bold', rule)} · ${title}`,
    ...[
      `  ${message}${count > 1 ? ` (${count} times)` : ''}`,
      `  ${operation}${where} · ${provenance}: ${clause}`,
      `  expected  ${expected}`,
      `  received  ${received}`,
      ...again,
    ].map(harmless),
  ];
}

const marks = { violated: '✗', warned: '!', kept: '✓', none: '·' } as const;
const colors = { violated: 'red', warned: 'yellow', kept: 'green', none: 'dim' } as const;

function drawMatrix(report: Report, paint: Paint): string[] {
  const rows = matrixOf(report);
  const first = Math.max(...rows.map(({ operation }) => operation.length), 0);
  const widths = families.map((family) => Math.max(family.length, 5));
  const head = families.map((family, index) => family.padEnd(widths[index] ?? 0)).join('  ');
  return [
    paint('dim', `${' '.repeat(first)}  ${head}`.trimEnd()),
    ...rows.map(({ operation, cells }) => {
      const drawn = cells.map(({ state, count }, index) =>
        paint(colors[state], `${marks[state]}${count > 0 ? ` ${count}` : ''}`.padEnd(widths[index] ?? 0)),
      );
      return `${harmless(operation.padEnd(first))}  ${drawn.join('  ')}`.trimEnd();
    }),
  ];
}

/** Rules that the document gives no ground for: how many, and why. `report.json` names them. */
function describeLeftOut({ rules, skipped }: Report): string[] {
  const counts = new Map<string, number>();
  for (const { rule, reason } of skipped) {
    if (!rules.some(({ id }) => id === rule)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `left out: ${count} ${count === 1 ? 'rule' : 'rules'}. ${reason}`);
}

/** Operations that are named where they were not tried; the others are counted. */
const namedUntried = 20;

function describeUntried(untried: NonNullable<Report['untried']>): string[] {
  const lines = untried.slice(0, namedUntried).map(({ operation, reason }) => `not tried: ${operation}. ${reason}`);
  const more = untried.length - namedUntried;
  return more > 0 ? [...lines, `not tried: ${more} more operations; report.json names them.`] : lines;
}

function summarize(report: Report, paint: Paint): string[] {
  const { rules, leftBehind, violations, gone = [], untried = [], contract } = report;
  const skipped = report.skipped.filter(({ rule }) => rules.some(({ id }) => id === rule));
  const count = (status: string) => rules.filter((rule) => rule.status === status).length;
  const known = violations.filter((violation) => violation.known).length;
  const warned = count('warned');
  const lines = [
    ...(contract ? [`by ${contract.title} ${contract.version}`] : []),
    `${report.requests} requests, ${report.turns} turns, ${(report.durationMs / 1000).toFixed(1)} s against ${report.baseUrl}${report.seed === undefined ? '' : `, seed ${report.seed}`}`,
    `${count('kept')} rules kept, ${count('violated')} violated, ${warned} with warnings, ${skipped.length} not exercised`,
  ];
  if (skipped.length > 0) lines.push(`not exercised: ${skipped.map(({ rule }) => rule).join(', ')}`);
  lines.push(...describeLeftOut(report), ...describeUntried(untried));
  if (known > 0) lines.push(`known before: ${known}`);
  for (const key of gone) lines.push(`gone since the baseline: ${key}`);
  for (const { session, reason } of leftBehind) lines.push(`not deleted: ${session} (${reason})`);
  if (report.stopped) lines.push(report.stopped);
  const verdict = `${verdictOf(report)}.`;
  const hint =
    report.conforms && warned > 0 && !report.strict ? ' Assumed clauses are broken: --strict makes them fail.' : '';
  return [...lines.map(harmless), paint(report.conforms ? 'green' : 'red', `${verdict}${hint}`)];
}

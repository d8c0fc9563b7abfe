import { styleText } from 'node:util';
import { cut } from '../../src/shared/excerpt.ts';
import { type RuleStatus, ruleStatuses } from '../../src/shared/rule-status.ts';
import { countOf } from '../../src/shared/wording.ts';
import { type FailingRule, failingRules, listOperations } from './failing-rules.ts';
import { groupSkipped } from './group-skipped.ts';
import type { Report } from './report.ts';
import { safeReport } from './safe-report.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Characters of a message or a value. */
const longestValue = 160;

/** Maximum rules with a block; for others a line suffices to decide whether to open the report. */
const blocks = 10;

/** Maximum lines of other rules, of reasons for skipped rules, and of sessions that could not be deleted. */
const mostLines = { rules: 15, reasons: 12, sessions: 20 };

/** A report for a terminal: a block for each rule with violations, what the skipped rules need, and the verdict. */
export function formatTerminal(given: Report, color: boolean): string {
  const report = safeReport(given);
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const found = failingRules(report);
  return [
    ...found.slice(0, blocks).map((one) => `${describeRule(one, paint).join('\n')}\n`),
    ...listOthers(found.slice(blocks), paint),
    ...describeSkipped(report, paint),
    ...summarize(report, paint),
    '',
  ].join('\n');
}

function listOthers(others: readonly FailingRule[], paint: Paint): string[] {
  if (others.length === 0) return [];
  const more = others.length - mostLines.rules;
  return [
    ...others.slice(0, mostLines.rules).map((one) => `${headingOf(one, paint)}: ${listOperations(one.operations, 3)}`),
    ...(more > 0 ? [`  ${countOf(more, 'more rule')} with violations; the report has all of them.`] : []),
    '',
  ];
}

function headingOf({ rule, fails, example, others }: FailingRule, paint: Paint): string {
  const { mark, word } = ruleStatuses[fails ? 'violated' : 'warned'];
  const status = `${mark} ${word}${others.concat(example).every(({ known }) => known) ? ' (known)' : ''}`;
  return `${paint(fails ? 'red' : 'yellow', status)}  ${paint('bold', rule.title)} ${paint('dim', `(${rule.id})`)}`;
}

function describeRule(one: FailingRule, paint: Paint): string[] {
  const { message, expected, received, request, at, provenance } = one.example;
  const facts = [...(at ? [`event ${at.message}`] : []), ...(provenance === 'assumed' ? ['assumed'] : [])];
  return [
    headingOf(one, paint),
    `  operations  ${listOperations(one.operations, 5)}`,
    `  violation   ${cut(message, longestValue)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`,
    `  expected    ${cut(expected, longestValue)}`,
    `  received    ${cut(received, longestValue)}`,
    `  ${request}`,
  ];
}

/** Maximum rules to name for one reason; the report names all of them. */
const namedRules = 6;

function describeSkipped(report: Report, paint: Paint): string[] {
  const groups = groupSkipped(report);
  if (groups.length === 0) return [];
  const lines = groups.map(({ reason, rules }) => {
    const more = rules.length - namedRules;
    const named = `${rules.slice(0, namedRules).join(', ')}${more > 0 ? `, ${more} more` : ''}`;
    return `  ${reason}: ${named}`;
  });
  const more = groups.slice(mostLines.reasons).reduce((count, { rules }) => count + rules.length, 0);
  return [
    paint('dim', report.stopped === undefined ? 'Skipped rules:' : 'Skipped rules (the run is not complete):'),
    ...lines.slice(0, mostLines.reasons),
    ...(more > 0 ? [`  ${countOf(more, 'more rule')}; the report has the reasons.`] : []),
    '',
  ];
}

/** Maximum untested operations to name. */
const namedOperations = 15;

function summarize(report: Report, paint: Paint): string[] {
  const { rules, skipped, leftBehind, violations, gone = [], untried = [], contract, seed } = report;
  const count = (status: RuleStatus) => rules.filter((rule) => rule.status === status).length;
  const known = violations.filter((violation) => violation.known).length;
  const more = untried.length - namedOperations;
  return [
    ...untried.slice(0, namedOperations).map(({ operation, reason }) => `not tried: ${operation}. ${reason}`),
    ...(more > 0 ? [`not tried: ${countOf(more, 'more operation')}; report.json has all of them.`] : []),
    ...describeLeftOut(rules, skipped),
    ...leftBehind.slice(0, mostLines.sessions).map(({ session, reason }) => `not deleted: ${session} (${reason})`),
    ...(leftBehind.length > mostLines.sessions
      ? [`not deleted: ${leftBehind.length - mostLines.sessions} more; report.json has all of them.`]
      : []),
    ...gone.map((key) => `no longer violated: ${key}`),
    ...(report.stopped ? [report.stopped] : []),
    ...(violations.length > 0 ? ['Every violation, with all steps to reproduce it: --report-dir FOLDER'] : []),
    `${(['kept', 'violated', 'warned', 'not exercised'] as const).map((status) => countOf(count(status), ruleStatuses[status].word, ruleStatuses[status].many)).join(', ')}${known > 0 ? `; ${countOf(known, 'known violation')}` : ''}`,
    `${countOf(report.requests, 'request')}, ${countOf(report.turns, contract ? 'stream' : 'turn')}, ${(report.durationMs / 1000).toFixed(1)} s against ${report.baseUrl}${contract ? ` (${contract.title} ${contract.version})` : ''}${seed === undefined ? '' : `, seed ${seed}`}`,
    ...(report.turnsNote === undefined ? [] : [`${report.turnsNote}.`]),
    paint(report.conforms ? 'green' : 'red', `${report.verdict}.${hintOf(report, count('warned'))}`),
  ];
}

/** Number of rules that do not apply to the document, by reason; `report.json` names them. */
function describeLeftOut(rules: Report['rules'], skipped: Report['skipped']): string[] {
  const counts = new Map<string, number>();
  for (const { rule, reason } of skipped) {
    if (!rules.some(({ id }) => id === rule)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `not applicable: ${countOf(count, 'rule')}. ${reason}`);
}

function hintOf({ conforms, strict }: Report, warned: number): string {
  return conforms && warned > 0 && !strict ? ' With --strict, warnings fail.' : '';
}

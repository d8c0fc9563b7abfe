import { fails } from '../run/evaluate.ts';
import { describeViolation } from './describe-violation.ts';
import type { Report, ReportedRule } from './report.ts';

/** How a report is told. */
export interface JunitOptions {
  /** A rule that could not be judged fails; otherwise it is skipped. */
  failOnUnexercised: boolean;
}

/** A report as a JUnit file, as CI systems read it: a suite for each family, a test case for each rule. */
export function formatJunit(report: Report, options: JunitOptions): string {
  const families = [...new Set(report.rules.map(({ family }) => family))];
  const suites = families.map((family) => {
    const own = report.rules.filter((rule) => rule.family === family);
    const cases = own.map((rule) => formatCase(rule, report, options));
    return `  <testsuite name="${escapeXml(family)}" ${count(own, options)}>\n${cases.join('\n')}\n  </testsuite>\n`;
  });
  const time = (report.durationMs / 1000).toFixed(3);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="chat-contract" ${count(report.rules, options)} time="${time}">
${suites.join('')}</testsuites>
`;
}

function formatCase(
  { id, title, status }: ReportedRule,
  { violations }: Report,
  { failOnUnexercised }: JunitOptions,
): string {
  const own = violations.filter(({ rule }) => rule === id);
  const failing = own.filter(fails);
  const others = own.filter((violation) => !fails(violation));
  const parts = [
    ...(status === 'violated'
      ? [`<failure message="${escapeXml(failing[0]?.message ?? title)}">${describeAll(failing)}</failure>`]
      : []),
    ...(status === 'not exercised' ? [`<${failOnUnexercised ? 'failure' : 'skipped'} message="not exercised"/>`] : []),
    ...(others.length > 0 ? [`<system-out>${describeAll(others)}</system-out>`] : []),
  ];
  const start = `    <testcase classname="chat-contract" name="${escapeXml(id)}"`;
  if (parts.length === 0) return `${start}/>`;
  return [`${start}>`, ...parts.map((part) => `      ${part}`), '    </testcase>'].join('\n');
}

const describeAll = (violations: Report['violations']) => escapeXml(violations.map(describeViolation).join('\n\n'));

function count(rules: readonly ReportedRule[], { failOnUnexercised }: JunitOptions): string {
  const having = (status: ReportedRule['status']) => rules.filter((rule) => rule.status === status).length;
  const unexercised = having('not exercised');
  const failures = having('violated') + (failOnUnexercised ? unexercised : 0);
  return `tests="${rules.length}" failures="${failures}" skipped="${failOnUnexercised ? 0 : unexercised}" errors="0"`;
}

/** Characters that XML cannot carry are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

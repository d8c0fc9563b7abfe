import { fails } from '../run/evaluate.ts';
import { describeViolation } from './describe-violation.ts';
import type { Report, ReportedRule } from './report.ts';
import { safeReport } from './safe-report.ts';

export interface JunitOptions {
  /** A rule that could not be checked fails instead of being skipped. */
  failOnUnexercised: boolean;
}

/** A report as a JUnit file: a suite for each family, a test case for each rule. */
export function formatJunit(given: Report, options: JunitOptions): string {
  const report = safeReport(given);
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

function formatCase(rule: ReportedRule, { violations, skipped }: Report, { failOnUnexercised }: JunitOptions): string {
  const { id, title, status } = rule;
  const own = violations.filter((violation) => violation.rule === id);
  const failing = own.filter(fails);
  const others = own.filter((violation) => !fails(violation));
  const reason = skipped.find((one) => one.rule === id)?.reason ?? 'not exercised';
  const parts = [
    ...(status === 'violated'
      ? [`<failure message="${escapeXml(failing[0]?.message ?? title)}">${describeAll(failing)}</failure>`]
      : []),
    ...(status === 'not exercised'
      ? [`<${failOnUnexercised ? 'failure' : 'skipped'} message="${escapeXml(reason)}"/>`]
      : []),
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

/** The text is safe already: nothing in it that XML cannot represent. */
function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

import type { Outcome } from '../evaluate.ts';

/** The outcomes as a JUnit file, as CI systems read it: a test case for each rule. */
export function formatJunit(outcomes: readonly Outcome[]): string {
  const cases = outcomes.map((outcome) => {
    const messages = outcome.violations.map(({ message, expected, received }) => {
      return `${message}\nexpected: ${expected}\nreceived: ${received}`;
    });
    const start = `    <testcase classname="chat-contract" name="${escapeXml(outcome.rule)}"`;
    if (outcome.status === 'violated') {
      const [first = ''] = outcome.violations.map(({ message }) => message);
      return `${start}>\n      <failure message="${escapeXml(first)}">${escapeXml(messages.join('\n\n'))}</failure>\n    </testcase>`;
    }
    if (outcome.status === 'not exercised') return `${start}>\n      <skipped/>\n    </testcase>`;
    return `${start}/>`;
  });
  const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const counts = `tests="${outcomes.length}" failures="${count('violated')}" skipped="${count('not exercised')}" errors="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="chat-contract" ${counts}>
  <testsuite name="chat-contract" ${counts}>
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
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

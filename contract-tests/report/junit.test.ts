import { expect, test } from 'vitest';
import { formatJunit } from './junit.ts';
import type { Report, ReportedRule, ReportedViolation } from './report.ts';

const rule = (id: string, status: ReportedRule['status']): ReportedRule => ({
  id,
  title: `Title of ${id}`,
  clause: 'clause',
  provenance: 'documented',
  family: 'responses',
  status,
  exercised: {},
});

const violation = (id: string, severity: 'error' | 'warning', message: string): ReportedViolation => ({
  rule: id,
  provenance: 'documented',
  severity,
  operation: 'listSessions',
  message,
  expected: 'a < b',
  received: '"\u001b[31m\u0000"',
  request: 'curl -i',
  reproduce: 'curl -i',
  count: 1,
});

const report = {
  durationMs: 1_234,
  rules: [rule('one', 'kept'), rule('two', 'violated'), rule('three', 'not exercised'), rule('four', 'warned')],
  skipped: [{ rule: 'three', reason: 'needs a second `--index-id`' }],
  violations: [violation('two', 'error', 'It says "no" & fails.'), violation('four', 'warning', 'It is odd.')],
} as Report;

test('writes a test case for each rule, with its status', () => {
  expect(formatJunit(report, { failOnUnexercised: false })).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="chat-contract" tests="4" failures="1" skipped="1" errors="0" time="1.234">
      <testsuite name="responses" tests="4" failures="1" skipped="1" errors="0">
        <testcase classname="chat-contract" name="one"/>
        <testcase classname="chat-contract" name="two">
          <failure message="It says &quot;no&quot; &amp; fails.">It says &quot;no&quot; &amp; fails.
      listSessions; documented
      expected  a &lt; b
      received  &quot;\\u001b[31m\\u0000&quot;
      reproduce
        curl -i</failure>
        </testcase>
        <testcase classname="chat-contract" name="three">
          <skipped message="needs a second \`--index-id\`"/>
        </testcase>
        <testcase classname="chat-contract" name="four">
          <system-out>It is odd.
      listSessions; documented
      expected  a &lt; b
      received  &quot;\\u001b[31m\\u0000&quot;
      reproduce
        curl -i</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('fails an unchecked rule if requested', () => {
  const text = formatJunit(report, { failOnUnexercised: true });
  expect(text).toContain('tests="4" failures="2" skipped="0"');
  expect(text).toContain('<failure message="needs a second `--index-id`"/>');
});

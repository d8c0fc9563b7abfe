import { expect, test } from 'vitest';
import type { Report, ReportedRule } from './report.ts';
import { reporters } from './reporters.ts';
import { verdictOf } from './verdict.ts';

/** A report that counts everything `count` times: rules of each status, violations, requests, turns. */
function reportOf(count: number): Report {
  const times = <Item>(make: (index: number) => Item) => Array.from({ length: count }, (_, index) => make(index));
  const statuses = ['kept', 'violated', 'warned', 'not exercised'] as const;
  const rules = statuses.flatMap((status) =>
    times((index): ReportedRule => {
      const text = { id: `${status}-${index}`, title: 'A title', clause: 'A clause' };
      return { ...text, provenance: 'documented', family: 'list', status, exercised: {} };
    }),
  );
  const violations = times((index) => ({
    rule: `violated-${index}`,
    provenance: 'documented' as const,
    severity: 'error' as const,
    operation: 'one',
    message: 'Wrong.',
    expected: 'right',
    received: 'wrong',
    request: 'curl',
    reproduce: 'curl',
    count,
  }));
  const coverage = { declaredOperations: [], operations: [], statuses: {}, declaredEventTypes: [], eventTypes: [] };
  const report: Omit<Report, 'verdict'> = {
    conforms: false,
    baseUrl: 'http://127.0.0.1:1',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    strict: false,
    requests: count,
    turns: count,
    violations,
    coverage: { ...coverage, rules: [], constraints: [] },
    skipped: rules.flatMap(({ id, status }) => (status === 'not exercised' ? [{ rule: id, reason: 'needs it' }] : [])),
    untried: times((index) => ({ operation: `${index}`, reason: 'It deletes.' })),
    rules,
    streams: times(() => ({ prompt: 'p', ended: 'closed', durationMs: 1, messages: [], count })),
    leftBehind: [],
  };
  return { ...report, verdict: verdictOf(report) };
}

const how = { color: false, failOnUnexercised: false };
const wrong = /\b1 (rules|pass|fail|warn|requests|turns|streams|events|violations|operations|times|more \w+s)\b/g;

test.each(['terminal', 'github', 'html'])('uses the singular for one thing in the reporter %s', (name) => {
  const text = reporters[name]!(reportOf(1), how).replaceAll(/<[^>]+>/g, '');
  expect(text.match(wrong)).toBe(null);
  expect(reporters[name]!(reportOf(2), how)).toContain('2 of 8 rules fail');
});

test('shows a block for each of ten failing rules, a line for some others, and refers to the report for the rest', () => {
  const [ten, sixty] = [10, 60].map((count) => reporters.terminal!(reportOf(count), how));
  expect(ten!.match(/^ {2}expected /gm)).toHaveLength(10);
  expect(sixty!.match(/^ {2}expected /gm)).toHaveLength(10);
  expect(sixty!.match(/^✗ fails {2}A title \(violated-\d+\): one \(60 times\)$/gm)).toHaveLength(15);
  expect(sixty).toContain('\n  35 more rules with violations; the report has all of them.\n');
  expect(sixty!.split('\n').length).toBeLessThan(130);
});

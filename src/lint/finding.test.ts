import { describe, expect, it } from 'vitest';
import { type Finding, isViolation, mergeFindings } from './finding.ts';

const finding: Finding = {
  linter: 'redocly',
  rule: 'struct',
  severity: 'error',
  message: 'Wrong.',
  file: '/b.yaml',
  line: 2,
  column: 1,
};

describe('mergeFindings', () => {
  it('sorts by file, line and column', () => {
    const places = [
      { file: '/b.yaml', line: 10, column: 1 },
      { file: '/b.yaml', line: 2, column: 3 },
      { file: '/a.yaml', line: 30, column: 1 },
      { file: '/b.yaml', line: 2, column: 1 },
    ];
    const merged = mergeFindings(places.map((place) => ({ ...finding, ...place })));
    expect(merged.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
      '/a.yaml:30:1',
      '/b.yaml:2:1',
      '/b.yaml:2:3',
      '/b.yaml:10:1',
    ]);
  });

  it('reports a finding once, however often its file is used', () => {
    expect(mergeFindings([finding, { ...finding }])).toEqual([finding]);
  });

  it('keeps one finding if several linters report the same of a line', () => {
    const own: Finding = { ...finding, linter: 'chat-contract', rule: 'example-fits' };
    expect(mergeFindings([{ ...finding, rule: 'no-invalid-media-type-examples' }, own])).toEqual([own]);
    const echoes: Finding[] = [
      { ...finding, linter: 'spectral', rule: 'oas3-schema' },
      { ...finding, rule: 'struct' },
    ];
    expect(mergeFindings(echoes)).toEqual([echoes[1]]);
  });

  it('keeps two findings of one linter with different texts, and findings of other lines', () => {
    const several = [finding, { ...finding, message: 'Other.' }, { ...finding, line: 3, linter: 'spectral' as const }];
    expect(mergeFindings(several)).toHaveLength(3);
  });
});

it('fails on errors and warnings, not on information', () => {
  const severities = ['error', 'warning', 'info'] as const;
  expect(severities.map((severity) => isViolation({ ...finding, severity }))).toEqual([true, true, false]);
});

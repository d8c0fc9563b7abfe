import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.ts';
import { findings } from './findings-for-test.ts';
import { type FormatName, formats } from './formats.ts';

const write = (name: FormatName, list: readonly Finding[] = findings, color = false) =>
  formats[name](list, { directory: '/project', color });

describe('formats', () => {
  it('stylish groups by file and counts', () => {
    expect(write('stylish')).toBe(`spec/paths/a_{id}.yaml
  3:5      error   Two lines, 100 %: wrong. redocly/struct

/other/b.yaml
  1:1      info    Note. spectral/r

1 error, 0 warnings, 1 info.
`);
  });

  it('stylish reports success, and uses colours only if asked', () => {
    expect(write('stylish', [])).toBe('The contract is clean: 0 errors, 0 warnings.\n');
    expect(write('stylish')).not.toContain('\u001b');
    expect(write('stylish', findings, true)).toContain('\u001b[31merror');
  });

  it('json reports success if there is only information', () => {
    expect(JSON.parse(write('json')).clean).toBe(false);
    const { clean, findings: written } = JSON.parse(write('json', findings.slice(1)));
    expect(clean).toBe(true);
    expect(written).toEqual(findings.slice(1));
  });

  it('github writes annotations, escaped as workflow commands need it', () => {
    expect(write('github')).toBe(
      '::error file=spec/paths/a_{id}.yaml,line=3,col=5,title=redocly/struct::Two%0Alines, 100 %25: wrong.\n' +
        '::notice file=/other/b.yaml,line=1,col=1,title=spectral/r::Note.\n',
    );
  });

  it('sarif names rule, level and place', () => {
    const { version, runs } = JSON.parse(write('sarif'));
    expect(version).toBe('2.1.0');
    expect(runs[0].tool.driver.rules).toEqual([{ id: 'redocly/struct' }, { id: 'spectral/r' }]);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'redocly/struct',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'spec/paths/a_%7Bid%7D.yaml' },
              region: { startLine: 3, startColumn: 5 },
            },
          },
        ],
      },
      { level: 'note', locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///other/b.yaml' } } }] },
    ]);
  });

  it('sarif names a rule for each result', () => {
    const [run] = JSON.parse(write('sarif')).runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId } of run.results) expect(ids).toContain(ruleId);
  });
});

import { type Fault, faultUsage } from '../../mock/index.ts';
import type { DescribedScenario } from '../../mock/mock.ts';

/** Everything that `--scenario` and `--fault` take, a line each. */
export function listMockNames({
  scenarios: known,
  faults,
}: {
  scenarios: readonly DescribedScenario[];
  faults: readonly Fault[];
}): string {
  const scenarios = known.map(({ name, title, keyword, when }): Row => {
    const notes = [...(keyword === undefined ? [] : [`#${keyword}`]), ...when.map((words) => `[${words}]`)];
    return [name, [title, ...notes].join(' ')];
  });
  const breach = ({ breaks }: Fault) => (breaks === undefined ? '' : ` [${breaks}]`);
  const toRow = (fault: Fault): Row => [faultUsage(fault), fault.title + breach(fault)];
  return [
    section(
      'Scenarios: --scenario NAME, Prefer: scenario=NAME, or #KEYWORD in the prompt [applies by itself when …]',
      scenarios,
    ),
    section(
      'Faults that break one clause of the contract: --fault NAME, Prefer: fault=NAME [the rule that notices it]',
      faults.filter(({ breaks }) => breaks !== undefined).map(toRow),
    ),
    section(
      'Faults on the way: the same, with values behind colons, as in stall-after-event:5:2000',
      faults.filter(({ breaks }) => breaks === undefined).map(toRow),
    ),
  ].join('\n');
}

type Row = [name: string, text: string];

function section(title: string, rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return `${title}\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('')}`;
}

import { allFaults, type Fault, faultUsage, loadScenarios } from '../../mock/index.ts';

/** Everything that `--scenario` and `--fault` take, a line each. */
export function listMockNames(): string {
  const scenarios = [...loadScenarios()].map(([name, { title, keyword }]): Row => [name, `${title} (#${keyword})`]);
  const faults = [...allFaults.values()];
  const breach = ({ breaks }: Fault) => (breaks === undefined ? '' : ` [${breaks}]`);
  const toRow = (fault: Fault): Row => [faultUsage(fault), fault.title + breach(fault)];
  return [
    section('Scenarios: --scenario NAME, Prefer: scenario=NAME, or the word in the prompt', scenarios),
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
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${title}\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('')}`;
}

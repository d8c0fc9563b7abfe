import { type Fault, faultUsage } from '../../mock/index.ts';
import type { DescribedScenario } from '../../mock/mock.ts';

/** Lists all values of `--scenario` and `--fault`, one per line. */
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
  const rule = ({ violates }: Fault) => (violates === undefined ? '' : ` [${violates}]`);
  const toRow = (fault: Fault): Row => [faultUsage(fault), fault.title + rule(fault)];
  return [
    section(
      'Scenarios: --scenario NAME, Prefer: scenario=NAME, or #KEYWORD in the prompt [conditions for automatic selection]',
      scenarios,
    ),
    section(
      'Contract faults: --fault NAME or Prefer: fault=NAME [the rule that each violates]',
      faults.filter(({ violates }) => violates !== undefined).map(toRow),
    ),
    section(
      'Transport faults: --fault NAME or Prefer: fault=NAME, with values after colons: stall-after-event:5:2000',
      faults.filter(({ violates }) => violates === undefined).map(toRow),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

type Row = [name: string, text: string];

function section(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return `${title}\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('')}`;
}

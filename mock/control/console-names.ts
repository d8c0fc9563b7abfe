import type { Contract } from '../../src/openapi/contract.ts';
import type { Fault } from '../faults/fault.ts';
import { faultUsage } from '../faults/fault-choice.ts';
import { groupOfFault, usefulFaults } from '../faults/index.ts';
import type { DescribedScenario } from '../scenarios/scenario.ts';

/** The names that the console offers: title, operations, scenarios and faults. */
export function consoleNames(
  { title, operations }: Contract,
  scenarios: readonly DescribedScenario[],
  faults: ReadonlyMap<string, Fault>,
) {
  return {
    title,
    operations: operations.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
    scenarios,
    faults: [...faults.values()].map((fault) => ({
      name: fault.name,
      usage: faultUsage(fault),
      does: fault.title,
      group: groupOfFault(fault.name),
      useful: usefulFaults.indexOf(fault.name),
      ...(fault.violates === undefined ? {} : { rule: fault.violates }),
    })),
  };
}

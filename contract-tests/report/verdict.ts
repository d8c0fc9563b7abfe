import type { RuleStatus } from '../../src/shared/rule-status.ts';
import { countOf, pluralize } from '../../src/shared/wording.ts';
import { fails } from '../run/evaluate.ts';

/** The parts of a report that determine its verdict. */
interface Facts {
  conforms: boolean;
  rules: readonly { status: RuleStatus }[];
  violations: readonly { severity: 'error' | 'warning'; known?: true }[];
  coverage: { declaredOperations: readonly string[]; statuses: Readonly<Record<string, readonly number[]>> };
  untried?: readonly { operation: string }[];
  tried?: { operations: number; documented?: number };
  stopped?: string;
}

/** The result of a run in one sentence, without a full stop. It claims no more than the run checked. */
export function verdictOf(report: Facts): string {
  const { rules, violations, stopped, conforms } = report;
  const count = (status: string) => rules.filter((rule) => rule.status === status).length;
  const checked = rules.length - count('not exercised');
  const failing = count('violated');
  if (violations.some(fails))
    return `The server violates the contract: ${failing} of ${countOf(rules.length, 'rule')} ${pluralize(failing, 'fails', 'fail')}`;
  if (stopped !== undefined)
    return `The run stopped early: no failures in the ${checked} of ${countOf(rules.length, 'rule')} that could be checked`;
  if (!conforms) return `${rules.length - checked} of ${countOf(rules.length, 'rule')} could not be checked`;
  const warned = count('warned');
  const warnings = warned === 0 ? '' : `; ${countOf(warned, 'rule warns', 'rules warn')}`;
  const tried = report.tried?.operations ?? triedOperations(report);
  const declared = report.tried?.documented ?? report.coverage.declaredOperations.length;
  const few =
    tried * 2 < declared
      ? `, but only ${tried} of ${countOf(declared, 'operation')} ${pluralize(tried, 'was', 'were')} tried`
      : '';
  const known = violations.some((violation) => violation.known);
  if (checked === rules.length && !few && !known) return `The server conforms to the contract${warnings}`;
  const found = known ? 'No new violations' : warned === 0 ? 'No violations' : 'No failures';
  return `${found} in ${describeExtent(checked, rules.length)}${few}${warnings}`;
}

function describeExtent(checked: number, all: number): string {
  if (checked < all) return `the ${checked} of ${all} rules that could be checked`;
  return all === 1 ? '1 rule' : `all ${all} rules`;
}

/** Operations with a response to a valid request of their own. */
function triedOperations({ coverage, untried = [] }: Facts): number {
  const { declaredOperations, statuses } = coverage;
  return declaredOperations.filter((id) => statuses[id] && !untried.some(({ operation }) => operation === id)).length;
}

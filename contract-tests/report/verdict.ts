import type { RuleStatus } from '../../src/shared/rule-status.ts';
import { fails } from '../run/evaluate.ts';

/** The parts of a report that its verdict follows from. */
interface Facts {
  conforms: boolean;
  rules: readonly { status: RuleStatus }[];
  violations: readonly { severity: 'error' | 'warning'; known?: true }[];
  coverage: { declaredOperations: readonly string[]; statuses: Readonly<Record<string, readonly number[]>> };
  untried?: readonly { operation: string }[];
  tried?: { operations: number };
  stopped?: string;
}

/** The result of a run in one sentence, without a full stop. It claims no more than the run checked. */
export function verdictOf(report: Facts): string {
  const { rules, violations, stopped, conforms } = report;
  const count = (status: string) => rules.filter((rule) => rule.status === status).length;
  const checked = rules.length - count('not exercised');
  const failing = count('violated');
  if (violations.some(fails))
    return `The server violates the contract: ${failing} of ${rules.length} rules ${failing === 1 ? 'fails' : 'fail'}`;
  if (stopped !== undefined)
    return `The run stopped early: no failures in the ${checked} of ${rules.length} rules that could be checked`;
  if (!conforms) return `${rules.length - checked} of ${rules.length} rules could not be checked`;
  const warned = count('warned');
  const warnings = warned === 0 ? '' : `; ${warned} ${warned === 1 ? 'rule warns' : 'rules warn'}`;
  const tried = report.tried?.operations ?? triedOperations(report);
  const declared = report.coverage.declaredOperations.length;
  const few = tried * 2 < declared ? `, but only ${tried} of ${declared} operations were tried` : '';
  const known = violations.some((violation) => violation.known);
  if (checked === rules.length && !few && !known) return `The server conforms to the contract${warnings}`;
  const found = known ? 'No new violations' : warned === 0 ? 'No violations' : 'No failures';
  const extent =
    checked === rules.length ? `all ${checked} rules` : `the ${checked} of ${rules.length} rules that could be checked`;
  return `${found} in ${extent}${few}${warnings}`;
}

/** Operations with a response to a request of their own. */
function triedOperations({ coverage, untried = [] }: Facts): number {
  const { declaredOperations, statuses } = coverage;
  return declaredOperations.filter((id) => statuses[id] && !untried.some(({ operation }) => operation === id)).length;
}

import type { RuleStatus } from '../../../src/shared/rule-status.ts';
import { type Family, families } from '../../rules/rule.ts';
import { fails } from '../../run/evaluate.ts';
import type { Report } from '../report.ts';

/** The result of one family of rules for one operation. */
export interface MatrixCell {
  family: Family;
  status: RuleStatus;
  /** How many rules have this status. */
  count: number;
}

/** Operations against families of rules; unsupported methods and unknown paths share the last row. */
export function matrixOf(report: Report): { operation: string; cells: MatrixCell[] }[] {
  const declared = report.coverage.declaredOperations;
  const rowOf = (operation: string, isOfRow: (operation: string) => boolean) => ({
    operation,
    cells: families.map((family) => cellOf(report, family, isOfRow)),
  });
  const isOther = (operation: string) => !declared.includes(operation);
  const hasOthers = report.rules.some(({ exercised }) => Object.keys(exercised).some(isOther));
  return [
    ...declared.map((operation) => rowOf(operation, (one) => one === operation)),
    ...(hasOthers ? [rowOf('other requests', isOther)] : []),
  ];
}

function cellOf({ rules, violations }: Report, family: Family, isOfRow: (operation: string) => boolean): MatrixCell {
  const own = rules.filter((rule) => rule.family === family);
  const touching = violations.filter((one) => isOfRow(one.operation) && own.some(({ id }) => id === one.rule));
  const exercised = own.filter((rule) => Object.keys(rule.exercised).some(isOfRow)).length;
  if (touching.length === 0) return { family, status: exercised > 0 ? 'kept' : 'not exercised', count: exercised };
  const failing = touching.filter(fails);
  const counted = new Set((failing.length > 0 ? failing : touching).map(({ rule }) => rule));
  return { family, status: failing.length > 0 ? 'violated' : 'warned', count: counted.size };
}

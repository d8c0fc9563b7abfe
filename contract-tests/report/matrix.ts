import { type Family, families } from '../rules/rule.ts';
import { fails } from '../run/evaluate.ts';
import type { Report } from './report.ts';

/** What the rules of one family say of one operation. */
export interface MatrixCell {
  family: Family;
  state: 'violated' | 'warned' | 'kept' | 'none';
  /** How many rules say so. */
  count: number;
}

/** Operations against families of rules: the whole run at a glance. */
export function matrixOf(report: Report): { operation: string; cells: MatrixCell[] }[] {
  const declared = report.coverage.declaredOperations;
  const others = report.violations.map(({ operation }) => operation).filter((one) => !declared.includes(one));
  return [...declared, ...new Set(others)].map((operation) => ({
    operation,
    cells: families.map((family) => cellOf(report, operation, family)),
  }));
}

function cellOf({ rules, violations }: Report, operation: string, family: Family): MatrixCell {
  const own = rules.filter((rule) => rule.family === family);
  const touching = violations.filter((one) => one.operation === operation && own.some(({ id }) => id === one.rule));
  const exercised = own.filter((rule) => operation in rule.exercised).length;
  if (touching.length === 0) return { family, state: exercised > 0 ? 'kept' : 'none', count: exercised };
  const failing = touching.filter(fails);
  const counted = new Set((failing.length > 0 ? failing : touching).map(({ rule }) => rule));
  return { family, state: failing.length > 0 ? 'violated' : 'warned', count: counted.size };
}

import { fails } from '../run/evaluate.ts';
import type { Report, ReportedRule, ReportedViolation } from './report.ts';

/** The violations of one rule. */
export interface FailingRule {
  rule: ReportedRule;
  /** True if a violation of it fails the run; otherwise the rule only warns. */
  fails: boolean;
  /** The operations that violate it, and how often. */
  operations: { operation: string; count: number }[];
  /** The violation that is easiest to read and to reproduce. */
  example: ReportedViolation;
  /** All other violations. */
  others: ReportedViolation[];
}

/** The rules with violations: failures first, then warnings. */
export function failingRules({ rules, violations }: Pick<Report, 'rules' | 'violations'>): FailingRule[] {
  return rules
    .flatMap((rule) =>
      describeRule(
        rule,
        violations.filter((violation) => violation.rule === rule.id),
      ),
    )
    .sort((one, other) => Number(other.fails) - Number(one.fails));
}

function describeRule(rule: ReportedRule, own: readonly ReportedViolation[]): FailingRule[] {
  const [example, ...others] = [...own].sort(
    (one, other) => Number(fails(other)) - Number(fails(one)) || effortOf(one) - effortOf(other),
  );
  if (!example) return [];
  const counts = new Map<string, number>();
  for (const { operation, count } of own) counts.set(operation, (counts.get(operation) ?? 0) + count);
  const operations = [...counts].map(([operation, count]) => ({ operation, count }));
  return [{ rule, fails: fails(example), operations, example, others }];
}

/** Few steps first, then few characters. */
function effortOf({ reproduce }: ReportedViolation): number {
  return reproduce.split('\n').length * 10_000 + reproduce.length;
}

/** `streamMessages (12 times), getSession`. */
export function listOperations(operations: FailingRule['operations'], most = 8): string {
  const named = operations
    .slice(0, most)
    .map(({ operation, count }) => (count > 1 ? `${operation} (${count} times)` : operation));
  const more = operations.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

import { readContract } from '../../src/openapi/contract.ts';
import { schemaValidatorOf } from '../../src/openapi/schema-validator.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import { type ProbeName, probeNames } from '../probes/probe-name.ts';
import type { Finding, Rule, RuleContext } from '../rules/rule.ts';
import type { Observations } from './observations.ts';

/** How what was seen is weighed. */
export interface Judgement {
  /** Assumed clauses are errors, too. */
  strict: boolean;
  /** A rule that could not be judged fails. */
  failOnUnexercised?: boolean;
  /** Operations whose breaches are not told. */
  excludedOperations?: readonly string[];
  /** Keys (`violationKey`) of breaches that an earlier report knows; they do not fail. */
  baseline?: readonly string[];
}

/** What became of one rule. */
export interface Outcome {
  rule: string;
  status: RuleStatus;
  /** How often it could be judged, by operation. */
  exercised: Record<string, number>;
  violations: Violation[];
}

export type RuleStatus = 'kept' | 'violated' | 'warned' | 'not exercised';

/** One breach, with how much it weighs. */
export interface Violation extends Omit<Finding, 'provenance'> {
  rule: string;
  provenance: Provenance;
  /** An assumed clause is a warning, unless the run is strict. */
  severity: 'error' | 'warning';
  /** True where an earlier report knows it. */
  known?: true;
  /** How often the same was seen. */
  count: number;
}

/** What rules need to judge observations of the contract in `document`. */
export function createRuleContext(document: Record<string, unknown>, seen: Observations): RuleContext {
  return { seen, contract: readContract(document), validate: schemaValidatorOf(document) };
}

/** Judges what was seen by one rule. Breaches that read the same are counted, and the first of them is kept. */
export function evaluate(rule: Rule, context: RuleContext, judgement: Judgement): Outcome {
  const { exercised, findings } = rule.check(context);
  const violations = new Map<string, Violation>();
  for (const finding of findings) {
    if (judgement.excludedOperations?.includes(finding.operation)) continue;
    const key = JSON.stringify([finding.operation, finding.message]);
    const earlier = violations.get(key);
    if (earlier) earlier.count += 1;
    else violations.set(key, weigh(rule, finding, judgement));
  }
  const list = [...violations.values()];
  return { rule: rule.id, status: statusOf(list, exercised), exercised, violations: list };
}

function weigh(rule: Rule, finding: Finding, { strict, baseline = [] }: Judgement): Violation {
  const provenance = finding.provenance ?? rule.provenance;
  const severity = provenance === 'assumed' && !strict ? 'warning' : 'error';
  const known = baseline.includes(violationKey({ ...finding, rule: rule.id }));
  return { ...finding, rule: rule.id, provenance, severity, count: 1, ...(known ? { known } : {}) };
}

function statusOf(violations: readonly Violation[], exercised: Record<string, number>): RuleStatus {
  if (violations.some(fails)) return 'violated';
  if (violations.length > 0) return 'warned';
  return Object.keys(exercised).length === 0 ? 'not exercised' : 'kept';
}

/** True where a breach makes a run fail. */
export function fails({ severity, known }: Pick<Violation, 'severity' | 'known'>): boolean {
  return severity === 'error' && !known;
}

/** Identifies a violation across runs. Messages may contain generated values, which differ from run to run. */
export function violationKey({ rule, operation }: Pick<Violation, 'rule' | 'operation'>): string {
  return `${rule} | ${operation}`;
}

/** The parts of a run that these rules need. */
export function probesFor(rules: readonly Rule[]): Set<ProbeName> {
  return new Set(rules.flatMap(({ needs }) => (needs === 'all' ? probeNames : needs)));
}

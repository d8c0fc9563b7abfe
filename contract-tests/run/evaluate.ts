import { readContract } from '../../src/openapi/contract.ts';
import { schemaValidatorOf } from '../../src/openapi/schema-validator.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import type { RuleStatus } from '../../src/shared/rule-status.ts';
import { type ProbeName, probeNames } from '../probes/probe-name.ts';
import type { Rule, RuleContext, Violation } from '../rules/rule.ts';
import type { Observations } from './observations.ts';

/** How violations are rated. */
export interface Judgement {
  /** Violations of assumed rules are errors, too. */
  strict: boolean;
  /** A rule that could not be checked fails the run. */
  failOnUnexercised?: boolean;
  /** Operations whose violations are not reported. */
  excludedOperations?: readonly string[];
  /** Keys (`violationKey`) of the violations in an earlier report; they do not fail. */
  baseline?: readonly string[];
}

/** The result of one rule. */
export interface Outcome {
  rule: string;
  status: RuleStatus;
  /** How often it was checked, by operation. */
  exercised: Record<string, number>;
  violations: RatedViolation[];
}

/** A violation with its severity. */
export interface RatedViolation extends Omit<Violation, 'provenance'> {
  rule: string;
  provenance: Provenance;
  /** A violation of an assumed clause is a warning, unless the run is strict. */
  severity: 'error' | 'warning';
  /** True if an earlier report has it. */
  known?: true;
  /** How often it was seen. */
  count: number;
}

/** What rules read to check observations against the contract in `document`. */
export function createRuleContext(document: Record<string, unknown>, seen: Observations): RuleContext {
  return { seen, contract: readContract(document), validate: schemaValidatorOf(document) };
}

/** Checks one rule. Violations with the same message count as one. */
export function evaluate(rule: Rule, context: RuleContext, judgement: Judgement): Outcome {
  const { exercised, violations: found } = rule.check(context);
  const violations = new Map<string, RatedViolation>();
  for (const violation of found) {
    if (judgement.excludedOperations?.includes(violation.operation)) continue;
    const key = JSON.stringify([violation.operation, violation.message]);
    const earlier = violations.get(key);
    if (!earlier) violations.set(key, rate(rule, violation, judgement));
    else {
      earlier.count += 1;
      if (isSimpler(violation, earlier)) earlier.exchange = violation.exchange;
    }
  }
  const list = [...violations.values()];
  return { rule: rule.id, status: statusOf(list, exercised), exercised, violations: list };
}

/** Bytes of a body that a person reads in a command. */
const readableBody = 400;

/** True if a later exchange shows the same violation with a body that is short enough to read. */
function isSimpler({ exchange: later }: Violation, { exchange: first }: Violation): boolean {
  const lengthOf = ({ request }: Violation['exchange']) => request.body?.length ?? 0;
  return lengthOf(first) > readableBody && lengthOf(later) <= readableBody;
}

function rate(rule: Rule, violation: Violation, { strict, baseline = [] }: Judgement): RatedViolation {
  const provenance = violation.provenance ?? rule.provenance;
  const severity = provenance === 'assumed' && !strict ? 'warning' : 'error';
  const known = baseline.includes(violationKey({ ...violation, rule: rule.id }));
  return { ...violation, rule: rule.id, provenance, severity, count: 1, ...(known ? { known } : {}) };
}

/** The status of a rule with these violations. @param exercised how often it was checked, by operation */
export function statusOf(violations: readonly RatedViolation[], exercised: Record<string, number>): RuleStatus {
  if (violations.some(fails)) return 'violated';
  if (violations.length > 0) return 'warned';
  return Object.keys(exercised).length === 0 ? 'not exercised' : 'kept';
}

/** True if a violation makes a run fail. */
export function fails({ severity, known }: Pick<RatedViolation, 'severity' | 'known'>): boolean {
  return severity === 'error' && !known;
}

/** Identifies a violation across runs. Messages may contain generated values, which differ from run to run. */
export function violationKey({ rule, operation }: Pick<RatedViolation, 'rule' | 'operation'>): string {
  return `${rule} | ${operation}`;
}

/** The parts of a run that these rules need. */
export function probesFor(rules: readonly Rule[]): Set<ProbeName> {
  return new Set(rules.flatMap(({ needs }) => (needs === 'all' ? probeNames : needs)));
}

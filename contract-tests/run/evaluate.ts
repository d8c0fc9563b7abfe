import { readContract } from '../../src/openapi/read/read-contract.ts';
import { schemaValidatorOf } from '../../src/openapi/validate/schema-validator.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import type { RuleStatus } from '../../src/shared/rule-status.ts';
import { type ProbeName, probeNames } from '../probes/probe-name.ts';
import type { Rule, RuleContext, Violation } from '../rules/rule.ts';
import type { Exchange } from './http/exchange.ts';
import type { Observations } from './observations.ts';
import type { Turn } from './turn.ts';

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
  const effortOf = ({ exchange }: Violation) => repetitionEffort(exchange, context.seen.turns);
  const violations = new Map<string, RatedViolation>();
  for (const violation of found) {
    if (judgement.excludedOperations?.includes(violation.operation)) continue;
    const key = JSON.stringify([violation.operation, violation.message]);
    const earlier = violations.get(key);
    if (!earlier) violations.set(key, rate(rule, violation, judgement));
    else {
      earlier.count += 1;
      if (effortOf(violation) + noticeable < effortOf(earlier)) {
        violations.set(key, { ...rate(rule, violation, judgement), count: earlier.count });
      }
    }
  }
  const list = [...violations.values()];
  return { rule: rule.id, status: statusOf(list, exercised), exercised, violations: list };
}

/** The effort of a reader, in characters of a request. */
const cost = { invalid: 400, atBound: 200, credential: 200, earlierTurn: 400 };

/** A smaller difference in effort is not worth another example. */
const noticeable = 50;

/** The effort to reproduce a violation with an exchange: least for a plain valid request to a new resource. */
function repetitionEffort(exchange: Exchange, turns: readonly Turn[]): number {
  const { case: own, credential, request, session, number } = exchange;
  const earlier = turns.filter((turn) => turn.session === session && turn.exchange.number < number);
  return (
    (own.kind === 'valid' ? (own.constraint ? cost.atBound : 0) : cost.invalid) +
    (credential === 'valid' ? 0 : cost.credential) +
    earlier.length * cost.earlierTurn +
    request.target.length +
    (request.body?.length ?? 0)
  );
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

import type { Contract } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import type { ProtocolRule } from '../../src/sse/stream-protocol.ts';
import type { ProbeName } from '../probes/probe-name.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Observations } from '../run/observations.ts';
import type { Observed, ObservedBy } from './support/observed-by.ts';

/** A rule. Each one has a file, named after its id. */
export interface Rule<Seen extends Observed = Observed> {
  id: string;
  /** A sentence that is true of a conforming server. */
  title: string;
  /** The statement of the contract or a standard, with its source. */
  clause: string;
  provenance: Provenance;
  /** The APIs that the rule applies to. */
  scope: Scope;
  /** Differences for other APIs than the Chat API. */
  otherApis?: Partial<Pick<Rule, 'title' | 'clause' | 'provenance' | 'requires'>>;
  family: Family;
  /** The faults of the mock that violate this rule and no other. */
  counterexamples: readonly string[];
  /** The probes whose observations `check` reads; `all` for all responses. */
  needs: readonly ProbeName[] | 'all';
  /** The option without which it cannot be checked. */
  option?: 'index-id' | 'examples';
  /** The observation without which the rule cannot be checked; completes "needs …". */
  requires: string;
  /** The rules of `x-stream-protocol` that it checks; it applies only if the document states one of them. */
  protocol?: readonly ProtocolRule[];
  /** Checks what a run observed. It sends nothing. */
  check(context: RuleContext<Seen>): RuleResult;
}

/** The APIs that a rule applies to, narrowest first. */
export type Scope = 'chat-api' | 'any-stream-protocol' | 'any-stream' | 'any-api';

export const families = [
  'responses',
  'requests',
  'credentials',
  'methods',
  'list',
  'sessions',
  'turns',
  'framing',
  'stream',
] as const;

export type Family = (typeof families)[number];

/** The input of a rule: the observations of the probes that it needs, and the contract. */
export interface RuleContext<Seen extends Observed = Observed> {
  seen: Pick<Observations, Seen>;
  contract: Contract;
  validate: SchemaValidator;
}

/** The result of a rule. */
export interface RuleResult {
  /** Number of checks, by operation. If empty, the rule could not be checked. */
  exercised: Record<string, number>;
  violations: Violation[];
}

/** The result of a rule for which a run observed nothing. */
export const nothingChecked: RuleResult = { exercised: {}, violations: [] };

/** One violation of a rule. */
export interface Violation {
  operation: string;
  /** One sentence: what is wrong. */
  message: string;
  expected: string;
  received: string;
  /** The exchange with the violation. */
  exchange: Exchange;
  /** Set if it differs from the rule's: a single constraint may be assumed. */
  provenance?: Provenance;
  /** The place in a stream. */
  at?: { message: number; byte: number };
}

/** Declares a rule whose `check` can read only what the probes in `needs` observe. */
export function defineRule<const Needs extends readonly ProbeName[] | 'all'>(
  rule: Omit<Rule, 'needs' | 'check'> & {
    needs: Needs;
    check(context: RuleContext<ObservedBy<Needs>>): RuleResult;
  },
): Rule<ObservedBy<Needs>> {
  return rule;
}

/** A subject of a rule: an exchange, or something read from one. */
export type Subject = Exchange | { exchange: Exchange };

/** Checks each subject separately. */
export function judge<Judged extends Subject>(
  subjects: Iterable<Judged>,
  find: (subject: Judged) => Violation | Violation[] | undefined,
): RuleResult {
  const violations: Violation[] = [];
  const exercised: Record<string, number> = {};
  for (const subject of subjects) {
    const { operation } = 'exchange' in subject ? subject.exchange : subject;
    exercised[operation] = (exercised[operation] ?? 0) + 1;
    violations.push(...[find(subject) ?? []].flat());
  }
  return { exercised, violations };
}

/** Combines two results of one rule. */
export function both(one: RuleResult, other: RuleResult): RuleResult {
  const exercised = { ...one.exercised };
  for (const [operation, count] of Object.entries(other.exercised)) {
    exercised[operation] = (exercised[operation] ?? 0) + count;
  }
  return { exercised, violations: [...one.violations, ...other.violations] };
}

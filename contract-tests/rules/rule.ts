import type { Contract } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import type { ProbeName } from '../probes/probe-name.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Observations } from '../run/observations.ts';

/** One clause of the contract, and how it is judged. A file each; the file is named after the id. */
export interface Rule {
  id: string;
  /** One sentence that is true of a server that keeps the clause. */
  title: string;
  provenance: Provenance;
  /** What CONTRACT-FACTS or a standard says. */
  clause: string;
  family: Family;
  /** The faults of the mock that each break this clause and no other. */
  counterexamples: string[];
  /** The parts of a run that show whether the clause is kept; `all` for what every answer shows. */
  needs: readonly ProbeName[] | 'all';
  /** Judges what was seen. It sends nothing. */
  check(context: RuleContext): Verdict;
}

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

export interface RuleContext {
  seen: Observations;
  contract: Contract;
  validate: SchemaValidator;
}

/** What a rule found. */
export interface Verdict {
  /** How often the clause could be judged, by operation; empty: it was not exercised, which is not the same as kept. */
  exercised: Record<string, number>;
  findings: Finding[];
}

/** One breach. */
export interface Finding {
  operation: string;
  /** One sentence: what is wrong. */
  message: string;
  expected: string;
  received: string;
  /** Where it was seen; the request that shows it again. */
  exchange: Exchange;
  /** Where it differs from the rule's: a constraint may be known less surely than that constraints are checked. */
  provenance?: Provenance;
  /** Where in a stream. */
  at?: { message: number; byte: number };
}

/** Something that a rule judges: an exchange, or what was read from one. */
export type Subject = Exchange | { exchange: Exchange };

/** Judges each subject by itself: a finding, several, or nothing where it is as it should be. */
export function judge<Judged extends Subject>(
  subjects: Iterable<Judged>,
  find: (subject: Judged) => Finding | Finding[] | undefined,
): Verdict {
  const findings: Finding[] = [];
  const exercised: Record<string, number> = {};
  for (const subject of subjects) {
    const { operation } = 'exchange' in subject ? subject.exchange : subject;
    exercised[operation] = (exercised[operation] ?? 0) + 1;
    findings.push(...[find(subject) ?? []].flat());
  }
  return { exercised, findings };
}

/** Two judgements of one rule as one. */
export function both(one: Verdict, other: Verdict): Verdict {
  const exercised = { ...one.exercised };
  for (const [operation, count] of Object.entries(other.exercised)) {
    exercised[operation] = (exercised[operation] ?? 0) + count;
  }
  return { exercised, findings: [...one.findings, ...other.findings] };
}

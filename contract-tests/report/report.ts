import { type Contract, operationBefore } from '../../src/openapi/contract.ts';
import { cut } from '../../src/shared/excerpt.ts';
import { isObject } from '../../src/shared/json.ts';
import type { Provenance } from '../../src/shared/provenance.ts';
import type { RuleStatus } from '../../src/shared/rule-status.ts';
import type { Family } from '../rules/rule.ts';
import { isChatApi } from '../rules/support/chat-api.ts';
import { rulesFor } from '../rules/support/rules-for.ts';
import { typeOf } from '../rules/support/stream.ts';
import { describeTurns } from '../run/describe-turns.ts';
import { fails, type Judgement, type Outcome, type RatedViolation, violationKey } from '../run/evaluate.ts';
import type { Observations } from '../run/observations.ts';
import { defaultOptions, type RunOptions } from '../run/run-options.ts';
import type { Turn } from '../run/turn.ts';
import { reproduce, requestLine } from './reproduction/reproduce.ts';
import { skipReason } from './skip-reason.ts';
import { verdictOf } from './verdict.ts';

/** The result of a run, as in `report.json`; `report.schema.json` describes it. */
export interface Report {
  /** No rule fails, and the run was complete. */
  conforms: boolean;
  /** The result in one sentence, without a full stop. */
  verdict: string;
  baseUrl: string;
  startedAt: string;
  durationMs: number;
  strict: boolean;
  requests: number;
  turns: number;
  /** Why it used fewer turns than allowed; absent otherwise. */
  turnsNote?: string;
  violations: ReportedViolation[];
  coverage: Coverage;
  skipped: { rule: string; reason: string }[];
  /** Operations that were not tried. */
  untried?: { operation: string; reason: string }[];
  /** How many operations were tried, of how many in the document. */
  tried?: { operations: number; documented: number };
  /** The document, if it is not the Chat API's. */
  contract?: { title: string; version: string };
  /** The selected rules with their status. */
  rules: ReportedRule[];
  /** The streams of the turns. */
  streams: ReportedStream[];
  /** Sessions that the run created but could not delete. */
  leftBehind: { session: string; reason: string }[];
  /** Keys of the baseline's violations that did not occur again. */
  gone?: string[];
  /** Seed that repeats the generated requests. */
  seed?: number;
  /** Why the run ended early. */
  stopped?: string;
}

export interface ReportedViolation {
  rule: string;
  provenance: Provenance;
  severity: 'error' | 'warning';
  operation: string;
  message: string;
  expected: string;
  received: string;
  /** The request as a curl command. Ids of created resources are variables that `reproduce` sets. */
  request: string;
  /** Lines of bash or zsh that reproduce it and clean up. */
  reproduce: string;
  /** Number of occurrences. */
  count: number;
  /** True if the baseline has it. */
  known?: true;
  /** The place in a stream: the number of the message, and the offset after its last byte. */
  at?: { message: number; byte: number };
}

export interface ReportedRule {
  id: string;
  title: string;
  clause: string;
  provenance: Provenance;
  family: Family;
  status: RuleStatus;
  /** Number of checks, by operation. */
  exercised: Record<string, number>;
}

export interface ReportedStream {
  prompt: string;
  ended: Turn['ended'];
  durationMs: number;
  /** The first and the last messages of a long stream. */
  messages: { number: number; type: string; atMs: number; broken: boolean }[];
  count: number;
}

export interface Coverage {
  /** Operations of the contract. */
  declaredOperations: string[];
  /** Operations that succeeded at least once. */
  operations: string[];
  statuses: Record<string, number[]>;
  declaredEventTypes: string[];
  eventTypes: string[];
  rules: string[];
  /** Constraints on requests that were tested, as `operation place.field keyword`. */
  constraints: string[];
}

/** Events of one stream in a report. */
const keptMessages = 400;

/** The data of a report in addition to observations and outcomes. */
interface ReportParts {
  contract: Contract;
  judgement: Judgement;
  /** The options that explain why rules could not be checked. */
  run?: Pick<RunOptions, 'readOnly' | 'maxTurns' | 'indexIds' | 'examples'>;
  seed?: number;
}

/** Builds the report of a run. */
export function buildReport(
  seen: Observations,
  outcomes: readonly Outcome[],
  { contract, judgement, run, seed }: ReportParts,
): Report {
  const choice = rulesFor(contract);
  const violations = outcomes.flatMap(({ violations: own }) => reportViolations(own, seen, contract));
  const reasonFor = (id: string) => {
    const rule = choice.applicable.find((one) => one.id === id);
    return rule ? skipReason(rule, { ...(run ?? defaultOptions), turnsSent: seen.turnsSent }) : 'not exercised';
  };
  const unexercised = outcomes
    .filter(({ status }) => status === 'not exercised')
    .map(({ rule }) => ({ rule, reason: reasonFor(rule) }));
  const turnsNote = run && describeTurns(seen, { ...run, contract });
  const nothingChecked = outcomes.every(({ status }) => status === 'not exercised');
  const complete =
    seen.stopped === undefined && !nothingChecked && !(judgement.failOnUnexercised && unexercised.length > 0);
  const found = new Set(violations.map(violationKey));
  const report: Omit<Report, 'verdict'> = {
    conforms: complete && !violations.some(fails),
    baseUrl: seen.baseUrl,
    startedAt: seen.startedAt,
    durationMs: Math.round(seen.durationMs),
    strict: judgement.strict,
    requests: seen.exchanges.length,
    turns: seen.turnsSent,
    ...(turnsNote === undefined ? {} : { turnsNote }),
    violations,
    coverage: coverageOf(seen, outcomes, contract),
    skipped: [...unexercised, ...choice.leftOut],
    ...(seen.untried.length > 0 ? { untried: seen.untried } : {}),
    ...(isChatApi(contract) ? {} : { tried: countTried(seen, contract), contract: titleOf(contract) }),
    rules: outcomes.flatMap(({ rule, status, exercised }) =>
      choice.applicable
        .filter(({ id }) => id === rule)
        .map(({ id, title, clause, provenance, family }) => ({
          id,
          title,
          clause,
          provenance,
          family,
          status,
          exercised,
        })),
    ),
    streams: seen.turns.map(summarizeStream),
    leftBehind: seen.leftBehind,
    ...(judgement.baseline ? { gone: judgement.baseline.filter((key) => !found.has(key)) } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(seen.stopped === undefined ? {} : { stopped: seen.stopped }),
  };
  return { ...report, verdict: verdictOf(report) };
}

/** Violations with reproductions instead of exchanges. */
function reportViolations(
  violations: readonly RatedViolation[],
  seen: Observations,
  contract: Contract,
): ReportedViolation[] {
  return violations.map((violation) => {
    const { exchange, ...rest } = violation;
    return {
      ...rest,
      request: requestLine(seen, contract, exchange),
      reproduce: reproduce(seen, contract, violation),
    };
  });
}

function countTried({ untried, exchanges }: Observations, contract: Contract): NonNullable<Report['tried']> {
  const reasons = new Set(untried.map(({ operation }) => operation));
  const answered = new Set(exchanges.flatMap(({ operation, response }) => (response ? [operation] : [])));
  const operations = contract.operations.filter((operation) => !operationBefore(contract, operation));
  const tried = operations.filter(({ id }) => answered.has(id) && !reasons.has(id));
  return { operations: tried.length, documented: operations.length };
}

function titleOf({ document }: Contract): { title: string; version: string } {
  const { title, version } = isObject(document.info) ? document.info : {};
  return { title: cut(String(title ?? ''), 120), version: cut(String(version ?? ''), 40) };
}

function summarizeStream({ prompt, ended, exchange, messages }: Turn): ReportedStream {
  const half = keptMessages / 2;
  const kept = messages.length <= keptMessages ? messages : [...messages.slice(0, half), ...messages.slice(-half)];
  return {
    prompt: cut(prompt, 80),
    ended,
    durationMs: Math.round(exchange.durationMs),
    count: messages.length,
    messages: kept.map(({ number, atMs, event, protocol, schema }) => ({
      number,
      type: cut(typeOf(event) ?? 'unknown', 40),
      atMs: Math.round(atMs),
      broken: event === undefined || protocol.length > 0 || schema.length > 0,
    })),
  };
}

function coverageOf(seen: Observations, outcomes: readonly Outcome[], contract: Contract): Coverage {
  const statuses: Record<string, number[]> = {};
  for (const { operation, response } of seen.exchanges) {
    if (response) statuses[operation] = [...new Set([...(statuses[operation] ?? []), response.status])].sort();
  }
  const declared = contract.operations.flatMap(({ stream }) => Object.keys(stream?.types ?? {}));
  const types = new Set(seen.turns.flatMap(({ messages }) => messages.flatMap(({ event }) => typeOf(event) ?? [])));
  const constraints = seen.exchanges.flatMap(({ operation, case: own }) => {
    const constraint = own.kind === 'other' ? undefined : own.constraint;
    return constraint ? [`${operation} ${constraint.at.join('.')} ${constraint.keyword}`] : [];
  });
  const operations = contract.operations.map(({ id }) => id);
  return {
    declaredOperations: operations,
    operations: operations.filter((id) => statuses[id]?.some((status) => status < 300)),
    statuses,
    declaredEventTypes: declared,
    eventTypes: declared.filter((type) => types.has(type)),
    rules: outcomes.filter(({ status }) => status !== 'not exercised').map(({ rule }) => rule),
    constraints: [...new Set(constraints)].sort(),
  };
}

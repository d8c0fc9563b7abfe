import { buildReport, type Report } from '../../../contract-tests/report/report.ts';
import { evaluate, fails, type Outcome, type RatedViolation, statusOf } from '../../../contract-tests/run/evaluate.ts';
import type { Exchange } from '../../../contract-tests/run/http/exchange.ts';
import { emptyObservations } from '../../../contract-tests/run/observations.ts';
import type { Turn } from '../../../contract-tests/run/turn.ts';
import type { Contract } from '../../openapi/contract.ts';
import { schemaValidatorOf } from '../../openapi/validate/schema-validator.ts';
import { requestRule, trafficRulesFor } from './traffic-rules.ts';

/** Checks exchanges one by one and stores the data of a report. */
export interface TrafficJudge {
  /** The violations that are known before the body; nothing is counted. */
  judgeHead(exchange: Exchange): Outcome[];
  /** The violations of one event of a running stream; they are not counted. */
  judgeEvent(exchange: Exchange, turn: Turn): RatedViolation[];
  /**
   * Checks a complete exchange, with its stream if it has one.
   *
   * @param head what `judgeHead` found, if it still holds
   */
  judge(exchange: Exchange, parts: { turn?: Turn; head?: readonly Outcome[] }): RatedViolation[];
  /** Counts an exchange whose response the contract does not describe. */
  count(exchange: Exchange): void;
  /** Counts a checked request and the violations of its client. */
  judgeRequest(exchange: Exchange, problems: readonly RequestViolation[]): RatedViolation[];
  /** Notes that a body of an operation was not validated, and why. */
  skip(operation: string, reason: string): void;
  readonly violations: number;
  report(): Report;
}

/** One violation of the contract by a request. */
export interface RequestViolation {
  /** `body.prompt` */
  place: string;
  message: string;
  received: string;
}

/** Maximum exchanges, and maximum distinct violations of a rule, in a report. */
const most = { exchanges: 2000, violations: 100, skipped: 100 };

/** @param startedAt milliseconds since 1970 */
export function createTrafficJudge(
  contract: Contract,
  { upstream, strict, now }: { upstream: string; strict: boolean; now: () => number },
): TrafficJudge {
  const rules = trafficRulesFor(contract);
  const validate = schemaValidatorOf(contract.document);
  const all = [...rules.head, ...rules.body, ...rules.stream];
  const judgement = { strict };
  const startedAt = now();
  const seen = emptyObservations(upstream, startedAt);
  const outcomes = new Map<string, Outcome>(
    [requestRule.id, ...all.map(({ id }) => id)].map((id) => [id, emptyOutcome(id)]),
  );
  const skipped = new Map<string, number>();
  let requests = 0;
  let turns = 0;
  let violations = 0;

  const nothingSeen = emptyObservations(upstream, startedAt);
  const contextOf = (exchange: Exchange, turn?: Turn) => ({
    seen: { ...nothingSeen, exchanges: [exchange], turns: turn ? [turn] : [] },
    contract,
    validate,
  });
  const count = (exchange: Exchange) => {
    requests += 1;
    if (seen.exchanges.length >= most.exchanges) return;
    // Coverage needs the status; a reproduction has its own copy.
    const { response } = exchange;
    seen.exchanges.push(response ? { ...exchange, response: { ...response, text: '', headers: {} } } : exchange);
  };
  const add = (outcome: Outcome) => {
    const total = outcomes.get(outcome.rule)!;
    for (const [operation, count] of Object.entries(outcome.exercised)) {
      total.exercised[operation] = (total.exercised[operation] ?? 0) + count;
    }
    for (const violation of outcome.violations) {
      violations += violation.count;
      const same = total.violations.find(
        ({ operation, message }) => operation === violation.operation && message === violation.message,
      );
      if (same) same.count += violation.count;
      else if (total.violations.length < most.violations) total.violations.push({ ...violation });
    }
    total.status = statusOf(total.violations, total.exercised);
    return outcome.violations;
  };
  return {
    judgeHead(exchange) {
      const context = contextOf(exchange);
      return rules.head.map((rule) => evaluate(rule, context, judgement));
    },
    judgeEvent(exchange, turn) {
      const context = contextOf(exchange, turn);
      const found = all.flatMap((rule) => evaluate(rule, context, judgement).violations);
      return found.filter(({ at }) => at !== undefined);
    },
    count,
    judge(exchange, { turn, head }) {
      count(exchange);
      if (turn) turns += 1;
      const context = contextOf(exchange, turn);
      const rest = [...(head ? [] : rules.head), ...rules.body, ...(turn ? rules.stream : [])];
      return [...(head ?? []), ...rest.map((rule) => evaluate(rule, context, judgement))].flatMap(add);
    },
    judgeRequest(exchange, problems) {
      return add({
        rule: requestRule.id,
        status: 'kept',
        exercised: { [exchange.operation]: 1 },
        violations: problems.map(({ place, message, received }) => ({
          rule: requestRule.id,
          operation: exchange.operation,
          provenance: requestRule.provenance,
          severity: 'error',
          message: `${place}: ${message}`,
          expected: 'a request as documented',
          received,
          exchange,
          count: 1,
        })),
      });
    },
    skip(operation, reason) {
      const key = `${operation}: ${reason}`;
      if (skipped.has(key) || skipped.size < most.skipped) skipped.set(key, (skipped.get(key) ?? 0) + 1);
    },
    get violations() {
      return violations;
    },
    report() {
      const report = buildReport({ ...seen, durationMs: now() - startedAt }, [...outcomes.values()], {
        contract,
        judgement,
      });
      const { exercised, violations: own } = outcomes.get(requestRule.id)!;
      return {
        ...report,
        conforms: ![...outcomes.values()].some((outcome) => outcome.violations.some(fails)),
        requests,
        turns,
        rules: [{ ...requestRule, status: statusOf(own, exercised), exercised }, ...report.rules],
        untried: [...skipped].map(([key, count]) => {
          const [operation = '', ...reason] = key.split(': ');
          return { operation, reason: `${reason.join(': ')} (${count} times)` };
        }),
      };
    },
  };
}

function emptyOutcome(rule: string): Outcome {
  return { rule, status: 'not exercised', exercised: {}, violations: [] };
}

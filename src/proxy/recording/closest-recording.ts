import type { Conditions, Scenario, ScenarioResponse } from '../../../mock/scenarios/scenario.ts';
import { matchesValue, type RequestValues } from '../../../mock/scenarios/value-condition.ts';
import type { Operation } from '../../openapi/contract.ts';
import { valueAt } from '../../shared/json.ts';

/** A request without a recording. */
export interface MissedRequest {
  method: string;
  path: string;
  /** Its operation, if the contract has it. */
  operation: Operation | undefined;
  values: RequestValues;
  prompt: string | undefined;
  turn: number | undefined;
}

/**
 * The recording that is most similar to a request: in its operation first, then in path, query, prompt, body and turn.
 */
export function closestRecording(
  scenarios: readonly Scenario[],
  operations: readonly Operation[],
  missed: MissedRequest,
): { scenario: Scenario; response: ScenarioResponse } | undefined {
  const recorded = scenarios.flatMap((scenario) => scenario.responses.map((response) => ({ scenario, response })));
  const rated = recorded.map((one) => {
    const { conditions } = one.response;
    const operation = operations.find(({ id }) => id === conditions.operation);
    return { ...one, rank: [operationLikeness(operation, missed), requestLikeness(conditions, missed)] };
  });
  const [closest] = rated.sort((one, other) => other.rank[0]! - one.rank[0]! || other.rank[1]! - one.rank[1]!);
  return closest;
}

function operationLikeness(
  operation: Operation | undefined,
  { method, path, operation: asked }: MissedRequest,
): number {
  if (!operation) return 0;
  if (operation.id === asked?.id) return 2;
  return likeness(`${operation.method} ${operation.path}`, `${method} ${path}`);
}

/** The turn has less weight than its prompt. */
const turnWeight = 0.25;

/** The mean over the conditions: 1 for each that holds. */
function requestLikeness({ prompt, turn, when = [] }: Conditions, missed: MissedRequest): number {
  const likenesses = when.map((condition) =>
    matchesValue(condition, missed.values)
      ? 1
      : likeness(JSON.stringify(condition.value), JSON.stringify(valueAt(missed.values, condition.way))),
  );
  if (prompt) likenesses.push(likeness(prompt.text, missed.prompt));
  if (turn)
    likenesses.push(missed.turn !== undefined && missed.turn >= turn.from && missed.turn <= turn.to ? turnWeight : 0);
  return likenesses.reduce((sum, one) => sum + one, 0) / Math.max(1, likenesses.length);
}

const longestText = 10_000;

/** The share of words that two texts have in common (Sørensen–Dice), from 0 to 1. */
function likeness(one = '', other = ''): number {
  const [left, right] = [wordsIn(one), wordsIn(other)];
  if (left.size + right.size === 0) return one === other ? 1 : 0;
  return (2 * [...left].filter((word) => right.has(word)).length) / (left.size + right.size);
}

function wordsIn(text: string): Set<string> {
  return new Set(
    text
      .slice(0, longestText)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
}

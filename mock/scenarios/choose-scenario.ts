import type { Operation } from '../../src/openapi/contract.ts';
import { matchesPrompt } from './prompt-condition.ts';
import { type Conditions, describeConditions, type Range, type Scenario, type ScenarioResponse } from './scenario.ts';
import type { ScenarioLibrary } from './scenario-library.ts';
import { matchesValue, type RequestValues } from './value-condition.ts';

/** The parts of a request that a scenario can depend on. */
export interface ScenarioRequest {
  operation: Operation;
  /** The texts of this turn's prompt. */
  prompts: readonly string[];
  /** The prompts of the session's earlier turns. */
  earlier: readonly string[];
  /** From 1. */
  turn: number;
  /** The path and query parameters and the body. */
  values?: RequestValues;
  /** The scenario that the request names, and how it does. */
  named?: { name: string; by: string } | undefined;
  /** The default scenario. */
  fallback?: string | undefined;
}

/** The response for a request. */
export interface ChosenScenario {
  scenario: Scenario;
  response: ScenarioResponse;
  /** For the log and a header: `prompt contains "refund", turn 2`. */
  reason: string;
}

/** How often each scenario has been used in a sandbox. */
export type ScenarioUses = Map<string, number>;

/**
 * Selects a scenario, in this order: the one that the request names, a `#keyword` in the prompt, the scenario with the
 * most specific conditions that hold, the default.
 */
export function chooseScenario(
  library: ScenarioLibrary,
  uses: ScenarioUses,
  request: ScenarioRequest,
): ChosenScenario | undefined {
  const applicable = findApplicable(library, uses, request);
  const named = request.named && library.get(request.named.name);
  if (named) {
    const chosen = chooseResponse(named, library, applicable, request);
    if (chosen) return { scenario: named, response: chosen, reason: request.named!.by };
  }
  const byKeyword = scenarioInPrompt(library.all(), request.prompts);
  if (byKeyword) {
    const chosen = chooseResponse(byKeyword, library, applicable, request);
    if (chosen) return { scenario: byKeyword, response: chosen, reason: `#${byKeyword.keyword} in the prompt` };
  }
  const [best] = applicable.filter(({ response }) => countOf(response.conditions) > 0).sort(bySpecificity);
  if (best) return { ...best, reason: describeConditions(best.response.conditions) };
  const fallback = library.get(request.fallback ?? '');
  const response = fallback && chooseResponse(fallback, library, applicable, request);
  return fallback && response ? { scenario: fallback, response, reason: 'default scenario' } : undefined;
}

type Candidate = Pick<ChosenScenario, 'scenario' | 'response'>;

/**
 * The responses whose conditions all hold. Counts a use of each scenario whose other conditions hold, even if `use`
 * does not.
 */
function findApplicable(library: ScenarioLibrary, uses: ScenarioUses, request: ScenarioRequest): Candidate[] {
  const applicable: Candidate[] = [];
  for (const scenario of library.all()) {
    const holding: ScenarioResponse[] = [];
    for (const response of scenario.responses) {
      if (!library.suits(response, request.operation.id)) continue;
      if (holds(response.conditions, request)) holding.push(response);
    }
    if (!holding.some(({ conditions }) => conditions.use)) {
      applicable.push(...holding.map((response) => ({ scenario, response })));
      continue;
    }
    const use = (uses.get(scenario.name) ?? 0) + 1;
    uses.set(scenario.name, use);
    const due = holding.filter(({ conditions }) => isIn(use, conditions.use));
    applicable.push(...due.map((response) => ({ scenario, response })));
  }
  return applicable;
}

function holds({ prompt, inheritsPrompt, turn, when = [] }: Conditions, request: ScenarioRequest): boolean {
  if (!isIn(request.turn, turn)) return false;
  if (!when.every((condition) => matchesValue(condition, request.values))) return false;
  if (!prompt) return true;
  const prompts = inheritsPrompt ? [...request.prompts, ...request.earlier] : request.prompts;
  return matchesPrompt(prompt, prompts);
}

function isIn(number: number, range: Range | undefined): boolean {
  return range === undefined || (number >= range.from && number <= range.to);
}

/** The response of a named scenario: the one whose conditions hold, else the last one whose turn is reached. */
function chooseResponse(
  { responses }: Scenario,
  library: ScenarioLibrary,
  applicable: readonly Candidate[],
  { operation, turn }: ScenarioRequest,
): ScenarioResponse | undefined {
  const suited = responses.filter((response) => library.suits(response, operation.id));
  const [best] = applicable.filter(({ response }) => suited.includes(response)).sort(bySpecificity);
  if (best) return best.response;
  return suited.findLast(({ conditions }) => (conditions.turn?.from ?? 1) <= turn) ?? suited[0];
}

/**
 * Sorts by number of conditions, then exact prompt, single turn or use, longer text, and the user's own scenarios
 * first.
 */
function bySpecificity(one: Candidate, other: Candidate): number {
  const [left, right] = [ranksOf(one), ranksOf(other)];
  const difference = left.findIndex((rank, index) => rank !== right[index]);
  return difference === -1 ? 0 : right[difference]! - left[difference]!;
}

function ranksOf({ scenario, response: { conditions } }: Candidate): number[] {
  const { prompt, turn, use } = conditions;
  const exact = [turn, use].filter((range) => range && range.from === range.to).length;
  return [
    countOf(conditions),
    prompt === undefined ? 0 : { is: 3, contains: 2, matches: 1 }[prompt.how],
    exact,
    prompt?.text.length ?? 0,
    scenario.builtIn ? 0 : 1,
  ];
}

function countOf({ prompt, turn, use, operation, when = [] }: Conditions): number {
  return [prompt, turn, use, operation].filter((condition) => condition !== undefined).length + when.length;
}

/** The scenario whose `#keyword` is the first in the prompt. */
function scenarioInPrompt(scenarios: readonly Scenario[], prompts: readonly string[]): Scenario | undefined {
  for (const prompt of prompts) {
    for (const [, keyword] of prompt.matchAll(/(?<![\w#])#([a-z][a-z0-9-]*)/g)) {
      const found = scenarios.find((scenario) => scenario.keyword === keyword);
      if (found) return found;
    }
  }
  return undefined;
}

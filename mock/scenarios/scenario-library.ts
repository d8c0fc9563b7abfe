import { UsageError } from '../../src/shared/usage-error.ts';
import { type CheckParts, checkScenario } from './check-scenario.ts';
import { findEqualConditions } from './equal-conditions.ts';
import { formatProblem, type Scenario, type ScenarioProblem, type ScenarioResponse } from './scenario.ts';

/** The scenarios of a mock: built-in ones and the user's. */
export interface ScenarioLibrary {
  /** The scenarios that fit the document. */
  all(): readonly Scenario[];
  get(name: string): Scenario | undefined;
  names(): string[];
  /** True if a response fits an operation. */
  suits(response: ScenarioResponse, operation: string): boolean;
  /** True if any response fits an operation. */
  hasFor(operation: string): boolean;
  /** The default scenario. */
  defaultName(): string | undefined;
  /** Replaces the user's scenarios. @throws {UsageError} with every problem, its file and line */
  replace(own: readonly Scenario[]): void;
  /** The user's responses that are never selected, because others have the same conditions. */
  warnings(): ScenarioProblem[];
  /** Checks the user's scenarios against the current document. */
  recheck(): ScenarioProblem[];
}

/** The default scenario of the Chat API. */
const builtInDefault = 'retrieval';
const mostProblems = 20;

/**
 * @param builtIn returns the scenarios of the Chat API; called on first use
 * @param recorded a recording selected by its path
 * @param parts of the current document
 * @param use with `replay`, responses marked "replay only" are played too
 */
export function createScenarioLibrary(
  builtIn: () => readonly Scenario[],
  recorded: readonly Scenario[],
  parts: () => CheckParts,
  use: 'mock' | 'replay' = 'mock',
): ScenarioLibrary {
  let own: readonly Scenario[] = [];
  let fits = new Map<ScenarioResponse, ReadonlySet<string>>();
  let visible: { for: unknown; scenarios: Map<string, Scenario> } | undefined;

  const check = (scenarios: readonly Scenario[]) => {
    const checked = scenarios.map((scenario) => checkScenario(scenario, parts()));
    return {
      problems: checked.flatMap(({ problems }) => problems),
      fits: new Map(checked.flatMap((one) => [...one.fits])),
    };
  };
  const byName = () => {
    const { contract } = parts();
    if (visible?.for === contract) return visible.scenarios;
    const isChatApi = contract.operations.some(({ id, stream }) => id === 'streamMessages' && stream?.protocol);
    const scenarios = [...recorded, ...own, ...(isChatApi ? builtIn() : [])];
    // The first scenario with a name wins: the user's own.
    const named = new Map(scenarios.reverse().map((scenario) => [scenario.name, scenario]));
    const sorted = new Map([...named].sort(([one], [other]) => (one < other ? -1 : 1)));
    visible = { for: contract, scenarios: sorted };
    return sorted;
  };
  const library: ScenarioLibrary = {
    all: () => [...byName().values()],
    get: (name) => byName().get(name),
    names: () => [...byName().keys()],
    suits: (response, operation) =>
      (use === 'replay' || !response.replayOnly) &&
      (fits.get(response)?.has(operation) ?? operation === 'streamMessages'),
    hasFor(operation) {
      // Asked for each request, so without a copy of the map.
      for (const [response, operations] of fits) {
        if (operations.has(operation) && (use === 'replay' || !response.replayOnly)) return true;
      }
      return false;
    },
    defaultName() {
      const named = byName();
      if (named.has('default')) return 'default';
      if (named.has(builtInDefault)) return builtInDefault;
      const plain = [...named.values()].find(({ responses }) => Object.keys(responses[0]!.conditions).length === 0);
      return plain?.name;
    },
    replace(scenarios) {
      const checked = check([...recorded, ...scenarios]);
      if (checked.problems.length > 0) throw new UsageError(describeProblems(checked.problems));
      own = scenarios;
      fits = checked.fits;
      visible = undefined;
    },
    warnings: () => findEqualConditions(own),
    recheck() {
      const checked = check([...recorded, ...own]);
      fits = checked.fits;
      visible = undefined;
      return checked.problems;
    },
  };
  library.recheck();
  return library;
}

/** Lists the problems, one per line. */
export function describeProblems(problems: readonly ScenarioProblem[]): string {
  const shown = problems.slice(0, mostProblems).map((problem) => `\n  ${formatProblem(problem)}`);
  const more = problems.length > mostProblems ? `\n  and ${problems.length - mostProblems} more` : '';
  return `The scenarios cannot be used:${shown.join('')}${more}`;
}

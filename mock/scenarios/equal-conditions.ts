import { describeConditions, type Scenario, type ScenarioProblem, type ScenarioResponse } from './scenario.ts';

/** The responses that are never selected by their conditions, because another one has the same conditions. */
export function findEqualConditions(scenarios: readonly Scenario[]): ScenarioProblem[] {
  const first = new Map<string, ScenarioResponse>();
  // The mock tests scenarios in this order, and the first of two equals is selected.
  const sorted = [...scenarios].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted
    .flatMap(({ responses }) => responses)
    .flatMap((response) => {
      const words = describeConditions(response.conditions);
      if (words === '') return [];
      const key = keyOf(response);
      const winner = first.get(key);
      if (!winner) {
        first.set(key, response);
        return [];
      }
      const { file, line } = winner.place;
      return [
        { ...response.place, message: `${file}:${line} has the same conditions (${words}) and is selected instead.` },
      ];
    });
}

/** Equal for conditions that hold for the same requests: texts of a prompt are compared case-insensitively. */
function keyOf({ conditions, replayOnly }: ScenarioResponse): string {
  const { prompt, inheritsPrompt, turn, use, operation, when = [] } = conditions;
  const text = prompt?.how === 'matches' ? prompt.text : prompt?.text.trim().toLowerCase();
  const values = when.map((condition) => JSON.stringify(condition)).sort();
  return JSON.stringify([
    prompt?.how,
    text,
    inheritsPrompt,
    rangeOf(turn),
    rangeOf(use),
    operation,
    values,
    replayOnly,
  ]);
}

/** JSON has no infinity. */
function rangeOf(range: { from: number; to: number } | undefined): string | undefined {
  return range && `${range.from}-${range.to}`;
}

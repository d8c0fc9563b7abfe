import { builtInScenarioText } from '../../generated/built-in-scenario-text.ts';
import { builtInScenarioHeads } from '../../generated/built-in-scenarios.ts';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario, ScenarioResponse } from './scenario.ts';

/**
 * Reads the scenarios of the package.
 *
 * @example
 * import { readBuiltInScenarios } from 'chat-contract/mock';
 *
 * for (const { name, title } of readBuiltInScenarios()) console.log(name, title);
 */
export function readBuiltInScenarios(): Scenario[] {
  return Object.entries(builtInScenarioHeads).map(([file, head]) => readScenario(file, head));
}

/** The response is read when it is first played: at the start, scenarios are only listed. */
function readScenario(file: string, head: string): Scenario {
  const source = { name: file.replace(/\.sse$/, ''), file, builtIn: true };
  const { scenario } = parseScenario(head, source);
  let content: ScenarioResponse['content'] | undefined;
  const response: ScenarioResponse = {
    ...scenario.responses[0]!,
    get content() {
      content ??= parseScenario(builtInScenarioText(file), source).scenario.responses[0]!.content;
      return content;
    },
  };
  return { ...scenario, responses: [response] };
}

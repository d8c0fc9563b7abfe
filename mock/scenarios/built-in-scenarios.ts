import { builtInScenarioFiles } from '../../generated/built-in-scenarios.ts';
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
  return Object.entries(builtInScenarioFiles).map(([file, text]) => readScenario(file, text));
}

/** Reads the first lines. The response is parsed when it is first played: at the start, scenarios are only listed. */
function readScenario(file: string, text: string): Scenario {
  const source = { name: file.replace(/\.sse$/, ''), file, builtIn: true };
  const { scenario } = parseScenario(`${text.split('\n\n', 1)[0]}\n`, source);
  let content: ScenarioResponse['content'] | undefined;
  const response: ScenarioResponse = {
    ...scenario.responses[0]!,
    get content() {
      content ??= parseScenario(text, source).scenario.responses[0]!.content;
      return content;
    },
  };
  return { ...scenario, responses: [response] };
}

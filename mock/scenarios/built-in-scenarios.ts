import { builtInScenarioFiles } from '../../generated/built-in-scenarios.ts';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';

/**
 * Reads the scenarios of the package.
 *
 * @example
 * import { readBuiltInScenarios } from 'chat-contract/mock';
 *
 * for (const { name, title } of readBuiltInScenarios()) console.log(name, title);
 */
export function readBuiltInScenarios(): Scenario[] {
  return Object.entries(builtInScenarioFiles).map(
    ([file, text]) => parseScenario(text, { name: file.replace(/\.sse$/, ''), file, builtIn: true }).scenario,
  );
}

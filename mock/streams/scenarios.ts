import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { type Fixture, parseFixture } from './fixture.ts';

/** The fixtures by scenario name. */
export type Scenarios = ReadonlyMap<string, Fixture>;

/** Played where nothing else is asked for. */
export const defaultScenario = 'retrieval';

/**
 * Reads every `.sse` file of the folder of fixtures; the file's name is the scenario's.
 *
 * @param chosen the scenario that is to be played: where it is the path of a `.sse` file, that file is one, too
 * @throws {UsageError} where that file is missing, or is no fixture
 */
export function loadScenarios(chosen?: string): Scenarios {
  const folder = join(packageRoot, 'mock/fixtures');
  const files = readdirSync(folder).filter((file) => file.endsWith('.sse'));
  const scenarios = new Map(
    files.sort().map((file) => [file.slice(0, -4), parseFixture(readFileSync(join(folder, file), 'utf8'), file)]),
  );
  return chosen?.endsWith('.sse') ? scenarios.set(chosen, readRecording(chosen)) : scenarios;
}

function readRecording(file: string): Fixture {
  try {
    return parseFixture(readFileSync(file, 'utf8'), file, 'played');
  } catch (error) {
    throw new UsageError(`The scenario ${file} cannot be played: ${(error as Error).message}`);
  }
}

/** The scenario whose `#keyword` stands first in a prompt. */
export function scenarioInPrompt(scenarios: Scenarios, prompt: string): string | undefined {
  for (const [, keyword] of prompt.matchAll(/(?<![\w#])#([a-z][a-z0-9-]*)/g)) {
    for (const [name, fixture] of scenarios) if (fixture.keyword === keyword) return name;
  }
  return undefined;
}

import { UsageError } from '../../src/shared/usage-error.ts';
import { inherit } from './draft.ts';
import { parseScenario } from './parse-scenario.ts';
import type { ParsedScenario, Scenario, ScenarioProblem, ScenarioResponse } from './scenario.ts';
import { type ScenarioData, writeScenario } from './scenario-data.ts';
import { describeProblems } from './scenario-library.ts';

/** A scenario file: its text, and its path relative to the folder, such as `refund.sse` or `refund/1.sse`. */
export interface ScenarioFile {
  path: string;
  text: string;
  /** Where the file lies, for messages. Default: `path`. */
  place?: string;
}

/** Scenarios as data: files as text, objects, or texts by file name. */
export type ScenarioInput = readonly (ScenarioFile | ScenarioData)[] | Readonly<Record<string, string>>;

/** Reads scenarios. @throws {UsageError} with every problem, its file and line */
export function readScenarios(input: ScenarioInput): Scenario[] {
  const { scenarios, problems } = parseScenarios(filesOf(input));
  if (problems.length > 0) throw new UsageError(describeProblems(problems));
  return scenarios;
}

/** Like `readScenarios`, but returns the problems. */
export function parseScenarios(files: readonly ScenarioFile[]): { scenarios: Scenario[]; problems: ScenarioProblem[] } {
  const single: ParsedScenario[] = [];
  const conversations = new Map<string, ParsedScenario[]>();
  for (const { path, text, place = path } of sortFiles(files)) {
    const [, folder, file = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(path.replaceAll('\\', '/').replace(/\.sse$/i, '')) ?? [];
    const turn = folder === undefined ? undefined : turnIn(file);
    const parsed = parseScenario(text, {
      name: folder === undefined ? file : turn ? folder : `${folder}/${file}`,
      file: place,
    });
    if (!folder || turn === undefined) single.push(parsed);
    else conversations.set(folder, [...(conversations.get(folder) ?? []), withTurn(parsed, turn)]);
  }
  const parsed = [...single, ...[...conversations.values()].map(joinTurns)];
  const scenarios = parsed.map(({ scenario }) => scenario);
  return { scenarios, problems: [...parsed.flatMap(({ problems }) => problems), ...findClashes(scenarios)] };
}

/**
 * Reads a `.sse` file that was selected by its path. A recording can violate the protocol.
 *
 * @throws {UsageError} naming the line that cannot be played
 */
export function readRecording(file: string, text: string): Scenario {
  const { scenario, problems } = parseScenario(text, { name: file, file });
  const [problem] = problems;
  if (problem) throw new UsageError(`Cannot play the scenario ${file}, line ${problem.line}: ${problem.message}`);
  return { ...scenario, responses: scenario.responses.map((response) => ({ ...response, unchecked: true })) };
}

function filesOf(input: ScenarioInput): ScenarioFile[] {
  if (!Array.isArray(input)) {
    const entries = Object.entries(input as Record<string, string>);
    return entries.map(([path, text]) => ({ path: path.replace(/^(\.{0,2}\/)+/, ''), text }));
  }
  return (input as (ScenarioFile | ScenarioData)[]).map((one) =>
    'text' in one ? one : { path: `${one.name}.sse`, text: writeScenario(one) },
  );
}

/** The turn number in names such as `1.sse`, `02-answer.sse` and `turn-3.sse`, in a folder that is a conversation. */
function turnIn(file: string): number | undefined {
  const number = /^(?:turn[-_ ]?)?(\d{1,4})(?![\d])/i.exec(file)?.[1];
  return number === undefined || Number(number) === 0 ? undefined : Number(number);
}

function withTurn({ scenario, problems }: ParsedScenario, turn: number): ParsedScenario {
  const responses = scenario.responses.map((response) => {
    const conditions = { turn: { from: turn, to: turn }, ...response.conditions };
    return { ...response, conditions };
  });
  return { scenario: { ...scenario, responses }, problems };
}

/** Joins the files of a folder to one scenario. Later turns inherit unset values from the first one. */
function joinTurns(turns: readonly ParsedScenario[]): ParsedScenario {
  const [first] = turns as [ParsedScenario];
  const [opening] = first.scenario.responses as [ScenarioResponse];
  const [head, ...rest] = turns.map(({ scenario }) => scenario.responses);
  return {
    scenario: {
      ...first.scenario,
      responses: [...head!, ...rest.flat().map((response) => inherit(response, opening))],
    },
    problems: turns.flatMap(({ problems }) => problems),
  };
}

function findClashes(scenarios: readonly Scenario[]): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const names = new Map<string, Scenario>();
  const keywords = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const { file } = scenario.responses[0]!.place;
    const { name, keyword } = scenario;
    if (!/^[\w.][\w./-]*$/.test(name)) {
      problems.push({
        file,
        line: 1,
        message: `The name ${JSON.stringify(name)} has invalid characters. Use letters, digits and . _ - /.`,
      });
    }
    const other = names.get(name) ?? (keyword === undefined ? undefined : keywords.get(keyword));
    if (other) {
      const what = other.name === name ? `The name ${name}` : `The keyword ${keyword}`;
      problems.push({ file, line: 1, message: `${what} is already used by ${other.responses[0]!.place.file}.` });
    }
    names.set(name, scenario);
    if (keyword !== undefined) keywords.set(keyword, scenario);
  }
  return problems;
}

function sortFiles(files: readonly ScenarioFile[]): ScenarioFile[] {
  return [...files].sort((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }));
}

import type { FixtureStep } from '../streams/fixture.ts';
import type { Pace } from './pace.ts';
import type { PromptCondition } from './prompt-condition.ts';
import { describeValueCondition, type ValueCondition } from './value-condition.ts';

/** A named script for the mock: one response, or one response per turn of a conversation. */
export interface Scenario {
  /** `Prefer: scenario=NAME` selects it. */
  name: string;
  /** What it demonstrates, in a few words. */
  title: string;
  /** `#keyword` in a prompt selects it. */
  keyword?: string;
  /** Part of the package, not the user's. */
  builtIn: boolean;
  responses: ScenarioResponse[];
}

/** One response of a scenario, with its conditions. */
export interface ScenarioResponse {
  conditions: Conditions;
  content: StreamContent | PlainContent;
  /** The line where it begins. */
  place: Place;
  /** Plays as written, even if it violates the schema or the protocol. */
  unchecked: boolean;
  /** Only used by replays: the mock responds to this operation from its own state. */
  replayOnly: boolean;
}

/** Events with their timing. */
export interface StreamContent {
  kind: 'stream';
  steps: readonly FixtureStep[];
  /** The line of each step. */
  lines: readonly number[];
  headers: Record<string, string>;
  pace?: Pace;
  /** The prompt of a recorded turn. */
  asked?: string;
}

/** A response without a stream. */
export interface PlainContent {
  kind: 'plain';
  /** The waits before it, and a message that stands for it. */
  steps: readonly FixtureStep[];
  pace?: Pace;
  status: number;
  headers: Record<string, string>;
  /** JSON, or text where a header names another type; empty for no body. */
  body: string;
  /** The line where the body begins. */
  line: number;
}

/** The conditions of a response; all must hold. */
export interface Conditions {
  prompt?: PromptCondition;
  /** A prompt condition that a later response inherits holds for any prompt of the session. */
  inheritsPrompt?: true;
  turn?: Range;
  use?: Range;
  /** An `operationId`, or `METHOD /path`. */
  operation?: string;
  /** Values of the request. */
  when?: ValueCondition[];
}

/** From 1, inclusive; `to` can be `Infinity`. */
export interface Range {
  from: number;
  to: number;
}

/** A line of a file. */
export interface Place {
  file: string;
  line: number;
}

/** A problem in a scenario file. */
export interface ScenarioProblem extends Place {
  message: string;
}

/** A parsed file and its problems. */
export interface ParsedScenario {
  scenario: Scenario;
  problems: ScenarioProblem[];
}

/** The names of a scenario, if its file has none. */
export interface ScenarioSource {
  /** The scenario's name. */
  name: string;
  /** For messages. */
  file: string;
  builtIn?: boolean;
}

/** `refunds.sse:12: message` */
export function formatProblem({ file, line, message }: ScenarioProblem): string {
  return `${file}:${line}: ${message}`;
}

/** `refunds.sse:12: warning: message` */
export function formatWarning({ file, line, message }: ScenarioProblem): string {
  return formatProblem({ file, line, message: `warning: ${message}` });
}

/** The conditions in words, for logs: `prompt contains "refund", turn 2`. */
export function describeConditions({ prompt, turn, use, operation, when = [] }: Conditions): string {
  const words: string[] = [];
  if (prompt)
    words.push(`prompt ${prompt.how} ${prompt.how === 'matches' ? prompt.text : JSON.stringify(prompt.text)}`);
  if (turn) words.push(`turn ${describeRange(turn)}`);
  if (use) words.push(`use ${describeRange(use)}`);
  if (operation !== undefined) words.push(`operation ${operation}`);
  for (const condition of when) words.push(describeValueCondition(condition));
  return words.join(', ');
}

function describeRange({ from, to }: Range): string {
  if (to === Number.POSITIVE_INFINITY) return `${from}+`;
  return from === to ? String(from) : `${from}-${to}`;
}

/** A scenario, as shown in lists. */
export interface DescribedScenario {
  name: string;
  title: string;
  /** `#keyword` in a prompt selects it. */
  keyword?: string;
  /** When it is selected automatically, one entry per response: `prompt contains "refund", turn 2`. */
  when: string[];
}

/** Describes a scenario for lists. */
export function describeScenario({ name, title, keyword, responses }: Scenario): DescribedScenario {
  const when = responses.map(({ conditions }) => describeConditions(conditions)).filter((words) => words !== '');
  return { name, title, ...(keyword === undefined ? {} : { keyword }), when };
}

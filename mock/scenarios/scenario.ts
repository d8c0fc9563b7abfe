import type { FixtureStep } from '../streams/fixture.ts';
import type { Pace } from './pace.ts';
import type { PromptCondition } from './prompt-condition.ts';
import { describeValueCondition, type ValueCondition } from './value-condition.ts';

/** A named script for the mock: one response, or one response per turn of a conversation. */
export interface Scenario {
  /** `Prefer: scenario=NAME` selects it. */
  name: string;
  /** What it shows, for a person. */
  title: string;
  /** `#keyword` in a prompt selects it. */
  keyword?: string;
  /** Comes with the mock, and was not given by its user. */
  builtIn: boolean;
  responses: ScenarioResponse[];
}

/** One response of a scenario, and when it applies. */
export interface ScenarioResponse {
  conditions: Conditions;
  content: StreamContent | PlainContent;
  /** Where it begins. */
  place: Place;
  /** Plays as written, even if it violates the schema or the protocol. */
  unchecked: boolean;
  /** Only a replay sends it: the mock answers this operation from its own state. */
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
  /** What the user asked in a recorded turn. */
  asked?: string;
}

/** A response without a stream. */
export interface PlainContent {
  kind: 'plain';
  status: number;
  headers: Record<string, string>;
  /** JSON, or text where a header names another type; empty for no body. */
  body: string;
}

/** All of them have to hold. */
export interface Conditions {
  prompt?: PromptCondition;
  /** A condition that a later response of a conversation inherits holds for any prompt of the session so far. */
  inheritsPrompt?: true;
  turn?: Range;
  use?: Range;
  /** An `operationId`, or `METHOD /path`. */
  operation?: string;
  /** Values of the request. */
  when?: ValueCondition[];
}

/** From 1, both ends included; `to` may be `Infinity`. */
export interface Range {
  from: number;
  to: number;
}

/** A line of a file. */
export interface Place {
  file: string;
  line: number;
}

/** Something that is wrong in a scenario file. */
export interface ScenarioProblem extends Place {
  message: string;
}

/** What a file says, and what cannot be read in it. */
export interface ParsedScenario {
  scenario: Scenario;
  problems: ScenarioProblem[];
}

/** The names that a scenario gets where its file does not say. */
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

/** The conditions as a reader of a log understands them: `prompt contains "refund", turn 2`. */
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

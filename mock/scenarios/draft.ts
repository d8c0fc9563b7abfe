import type { FixtureStep } from '../streams/fixture.ts';
import type { Pace } from './pace.ts';
import type { Conditions, ParsedScenario, ScenarioProblem, ScenarioResponse, ScenarioSource } from './scenario.ts';

/** A scenario while its file is read. */
export interface Draft {
  title: string | undefined;
  keyword: string | undefined;
  /** The response that the lines belong to. */
  current(): DraftResponse;
  /** The response that a condition belongs to: a new one, if the current one has content. */
  forCondition(line: number): DraftResponse;
  isPlain(): boolean;
  addStep(step: FixtureStep, line: number): void;
  addBody(lines: readonly string[], line: number): void;
  report(line: number, message: string): void;
  finish(): ParsedScenario;
}

/** A response while its lines are read. */
export interface DraftResponse {
  line: number;
  conditions: Conditions;
  steps: FixtureStep[];
  lines: number[];
  status?: number;
  /** The line of the status. */
  statusLine?: number;
  headers: Record<string, string>;
  body: string[];
  bodyLine?: number;
  pace?: Pace;
  asked?: string;
  unchecked: boolean;
  replayOnly: boolean;
}

export function createDraft({ name, file, builtIn = false }: ScenarioSource): Draft {
  const problems: ScenarioProblem[] = [];
  const responses: DraftResponse[] = [];
  const begin = (line: number) => {
    const response: DraftResponse = {
      line,
      conditions: {},
      steps: [],
      lines: [],
      headers: {},
      body: [],
      unchecked: false,
      replayOnly: false,
    };
    responses.push(response);
    return response;
  };
  const draft: Draft = {
    title: undefined,
    keyword: undefined,
    current: () => responses.at(-1) ?? begin(1),
    forCondition(line) {
      const last = responses.at(-1);
      return last && !hasContent(last) ? last : begin(line);
    },
    isPlain: () => responses.at(-1)?.status !== undefined,
    addStep(step, line) {
      const { steps, lines } = draft.current();
      steps.push(step);
      lines.push(line);
    },
    addBody(lines, line) {
      const response = draft.current();
      response.bodyLine ??= line;
      response.body.push(...lines);
    },
    report: (line, message) => void problems.push({ file, line, message }),
    finish() {
      if (responses.length === 0) begin(1);
      for (const { line, conditions, status, steps } of responses) {
        if (status !== undefined) continue;
        if (steps.some((step) => step.kind === 'message')) continue;
        const what =
          Object.keys(conditions).length > 0 ? 'These conditions have no response' : 'The scenario has no event';
        draft.report(line, `${what}. Add an event with its blank line, or ": status 409".`);
      }
      const { title = name, keyword } = draft;
      const finished = responses.map((response) => finishResponse(response, file));
      const inherited = finished.map((response, index) => (index === 0 ? response : inherit(response, finished[0]!)));
      const scenario = { name, title, ...(keyword === undefined ? {} : { keyword }), builtIn, responses: inherited };
      return { scenario, problems };
    },
  };
  return draft;
}

function hasContent({ steps, status }: DraftResponse): boolean {
  return status !== undefined || steps.some((step) => step.kind === 'message');
}

function finishResponse(response: DraftResponse, file: string): ScenarioResponse {
  const { line, conditions, steps, lines, status, headers, body, bodyLine, asked, pace, unchecked, replayOnly } =
    response;
  const timed = { headers, ...(pace ? { pace } : {}) };
  const waits = steps.filter(({ kind }) => kind === 'wait');
  return {
    conditions,
    place: { file, line },
    unchecked,
    replayOnly,
    content:
      status === undefined
        ? { ...timed, kind: 'stream', steps, lines, ...(asked === undefined ? {} : { asked }) }
        : {
            ...timed,
            kind: 'plain',
            steps: [...waits, { kind: 'message', data: '' }],
            status,
            body: body.join('\n').trim(),
            line: bodyLine ?? line,
          },
  };
}

/** A later response of a conversation inherits from the first what it does not state. */
export function inherit(response: ScenarioResponse, first: ScenarioResponse): ScenarioResponse {
  const inheritsPrompt = !response.conditions.prompt && first.conditions.prompt !== undefined;
  const { pace } = first.content;
  const { content } = response;
  return {
    ...response,
    content: pace && !content.pace ? { ...content, pace } : content,
    conditions: { ...first.conditions, ...response.conditions, ...(inheritsPrompt ? { inheritsPrompt } : {}) },
    unchecked: response.unchecked || first.unchecked,
    replayOnly: response.replayOnly || first.replayOnly,
  };
}

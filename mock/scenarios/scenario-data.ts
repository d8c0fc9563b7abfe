import { UsageError } from '../../src/shared/usage-error.ts';
import { oneLine } from '../../src/shared/wording.ts';
import { encodeStep } from './parse-scenario.ts';

/** A scenario as an object, for tests that define scenarios in code. */
export interface ScenarioData {
  name: string;
  title?: string;
  /** `#keyword` in a prompt selects it. */
  keyword?: string;
  /** Conditions for automatic selection; all must hold. */
  when?: {
    /** A text that the prompt contains, or a pattern. */
    prompt?: string | RegExp;
    /** The number of the turn in its session. */
    turn?: number;
    /** The number of uses so far, including this one. */
    use?: number;
    operation?: string;
  };
  /** `ttft=400ms rate=40/s jitter=0.2`. */
  pace?: string;
  /** The data of each event of a stream. */
  events?: readonly object[];
  /** The `event:` name of an event; `undefined` for none. */
  eventName?: (event: object) => string | undefined;
  /** Data after the last event that is not JSON, such as `[DONE]`. */
  sentinel?: string;
  /** The status of a plain response without events. */
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Writes a scenario as file text, so that all scenarios use the same parser. */
export function writeScenario(data: ScenarioData): string {
  const { name, title = name, keyword, when = {}, pace, status, headers = {}, body } = data;
  const { prompt, turn, use, operation } = when;
  const lines = [
    `title ${oneLine(title)}`,
    keyword === undefined ? [] : `keyword ${keyword}`,
    prompt === undefined ? [] : `prompt ${describePrompt(prompt)}`,
    turn === undefined ? [] : `turn ${turn}`,
    use === undefined ? [] : `use ${use}`,
    operation === undefined ? [] : `operation ${operation}`,
    pace === undefined ? [] : `pace ${pace}`,
    status === undefined ? [] : `status ${status}`,
    Object.entries(headers).map(([header, value]) => `header ${header}: ${oneLine(value)}`),
  ].flat();
  const head = `${lines.map((line) => `: ${line}\n`).join('')}\n`;
  if (status !== undefined) {
    return (
      head + (body === undefined ? '' : encodeStep({ data: typeof body === 'string' ? body : JSON.stringify(body) }))
    );
  }
  return head + writeEvents(data);
}

function writeEvents({ name, events, eventName, sentinel }: ScenarioData): string {
  if (!events) throw new UsageError(`The scenario ${name} needs events or a status.`);
  const steps = events.map((event) => {
    const named = eventName?.(event);
    return { ...(named === undefined ? {} : { event: named }), data: JSON.stringify(event) };
  });
  return [...steps, ...(sentinel === undefined ? [] : [{ data: sentinel }])].map(encodeStep).join('');
}

function describePrompt(prompt: string | RegExp): string {
  if (typeof prompt === 'string') return `contains ${JSON.stringify(prompt)}`;
  return `matches /${prompt.source}/${prompt.flags.replace(/[^imsu]/g, '')}`;
}

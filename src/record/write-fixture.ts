import { oneLine } from '../shared/wording.ts';
import { intendedDirective } from '../sse/scenario-directives.ts';
import type { RecordedStep } from './recording.ts';

/** The header of a fixture. */
export interface FixtureHead {
  /** What it shows, for readers. */
  title: string;
  /** `#keyword` in a prompt selects it. */
  keyword: string;
}

/** Times are rounded to this many milliseconds: smaller differences come from the network and the machine. */
const grain = 10;

/**
 * A turn as a `.sse` file of the mock: the event stream as sent, with comments for the title, the keyword and the
 * waits.
 */
export function writeFixture(steps: readonly RecordedStep[], { title, keyword }: FixtureHead): string {
  return `: title ${oneLine(title)}\n: keyword ${keyword}\n\n${writeSteps(steps)}`;
}

/** The events and comments of a turn, each with the wait before it. */
export function writeSteps(steps: readonly RecordedStep[]): string {
  const lines: string[] = [];
  let before = 0;
  for (const step of steps) {
    const at = Math.round(step.at / grain) * grain;
    if (at > before) lines.push(`: wait ${at - before}ms`);
    before = Math.max(at, before);
    lines.push(...linesOf(step), '');
  }
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(step: RecordedStep): string[] {
  // A comment of the server could look like a directive.
  if (step.kind === 'comment') {
    const isOurs = step.text.startsWith('#') || intendedDirective(step.text) !== undefined;
    return [`: ${isOurs ? '- ' : ''}${step.text}`];
  }
  if (step.kind === 'retry') return [`retry: ${step.milliseconds}`];
  const event = step.event === undefined ? [] : [`event: ${step.event}`];
  const id = step.id === undefined ? [] : [`id: ${step.id}`];
  return [...event, ...id, ...step.data.split('\n').map((line) => `data: ${line}`)];
}

import { intendedDirective } from '../sse/scenario-directives.ts';
import type { RecordedStep } from './recording.ts';

/** The header of a fixture. */
export interface FixtureHead {
  /** What it shows, for a person. */
  title: string;
  /** `#keyword` in a prompt chooses it. */
  keyword: string;
}

/** Times are kept to this many milliseconds: what a network and a busy machine add is not the server's. */
const grain = 10;

/**
 * A turn as a `.sse` file of the mock: an event stream as it travels on the wire, whose comments carry the title, the
 * keyword and the time before what follows.
 */
export function writeFixture(steps: readonly RecordedStep[], { title, keyword }: FixtureHead): string {
  return `: title ${oneLine(title)}\n: keyword ${keyword}\n\n${writeSteps(steps)}`;
}

/** The events and comments of a turn, with the time before each. */
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
  // A comment of the server that reads as one of ours would be taken for it.
  if (step.kind === 'comment') {
    const isOurs = step.text.startsWith('#') || intendedDirective(step.text) !== undefined;
    return [`: ${isOurs ? '- ' : ''}${step.text}`];
  }
  const event = step.event === 'message' ? [] : [`event: ${step.event}`];
  const id = step.id === undefined ? [] : [`id: ${step.id}`];
  return [...event, ...id, ...step.data.split('\n').map((line) => `data: ${line}`)];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

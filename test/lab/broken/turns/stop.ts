import { type BrokenServer, broken, clone, move, onScript, without } from '../../alter.ts';
import type { Event, Step } from '../../reference/model.ts';

const said = (event: Event): Step => ({ wait: 0, event });

/** Turns without exactly one stop at the end. */
export function stops(): BrokenServer[] {
  const clause = 'exactly one stop, and it is the last message';
  const last = (steps: Step[]) => clone(steps.at(-1) as Step);
  return [
    broken('stop/missing', clause, without('stop')),
    broken(
      'stop/twice',
      clause,
      onScript((steps) => [...steps, last(steps)]),
    ),
    broken(
      'stop/before the text',
      clause,
      onScript((steps) => move(steps, steps.length - 1, steps.length - 2)),
    ),
    broken(
      'stop/first',
      clause,
      onScript((steps) => move(steps, steps.length - 1, 0)),
    ),
    broken(
      'stop/in the middle, too',
      clause,
      onScript((steps) => steps.toSpliced(10, 0, last(steps))),
    ),
    broken(
      'stop/then a delta',
      clause,
      onScript((steps) => [...steps, said({ type: 'text_delta', content: ' ' })]),
    ),
    broken(
      'stop/then a text',
      clause,
      onScript((steps) => [...steps, said({ type: 'text', content: 'PS' })]),
    ),
    broken(
      'stop/then the user_input',
      clause,
      onScript((steps) => move(steps, 0, steps.length - 1)),
    ),
    broken(
      'stop/missing in the second turn',
      clause,
      onScript((steps, { number }) => (number > 1 ? steps.slice(0, -1) : steps)),
    ),
    broken(
      'stop/missing in the first turn',
      clause,
      onScript((steps, { number }) => (number === 1 ? steps.slice(0, -1) : steps)),
    ),
    broken(
      'stop/missing over the wire only',
      clause,
      onScript((steps) => steps.map((step) => (step.event.type === 'stop' ? { ...step, sent: false } : step))),
    ),
    broken(
      'stop/nothing at all is streamed',
      clause,
      onScript(() => []),
    ),
  ];
}

import { type BrokenServer, broken, clone, move, onEvent, onScript, placeOf } from '../../alter.ts';
import type { Step } from '../../reference/model.ts';

/** Turns whose deltas do not add up. */
export function deltas(): BrokenServer[] {
  return ['text', 'thinking'].flatMap((kind) => {
    const type = `${kind}_delta`;
    const clause = `${type}s concatenate to the next ${kind}`;
    const only = (edit: (delta: Step[], whole: Step) => Step[]) =>
      onScript((steps) => {
        const parts = steps.filter(({ event }) => event.type === type);
        const whole = steps.find(({ event }) => event.type === kind) as Step;
        const rest = steps.filter((step) => !parts.includes(step) && step !== whole);
        return rest.toSpliced(kind === 'text' ? rest.length - 1 : 1, 0, ...edit(parts.map(clone), clone(whole)));
      });
    const content = (step: Step | undefined) => String(step?.event.content ?? '');
    const eachDelta = (edit: (text: string) => string) =>
      only((parts, whole) => [
        ...parts.map((step) => ({ ...step, event: { ...step.event, content: edit(content(step)) } })),
        whole,
      ]);
    const wholeIs = (edit: (text: string) => string) =>
      only((parts, whole) => [...parts, { ...whole, event: { ...whole.event, content: edit(content(whole)) } }]);
    return [
      broken(
        `deltas/${kind}: one dropped`,
        clause,
        only((parts, whole) => [...parts.toSpliced(2, 1), whole]),
      ),
      broken(
        `deltas/${kind}: last dropped`,
        clause,
        only((parts, whole) => [...parts.slice(0, -1), whole]),
      ),
      broken(
        `deltas/${kind}: first dropped`,
        clause,
        only((parts, whole) => [...parts.slice(1), whole]),
      ),
      broken(
        `deltas/${kind}: one twice`,
        clause,
        only((parts, whole) => [...parts.toSpliced(2, 0, parts[2] as Step), whole]),
      ),
      broken(
        `deltas/${kind}: two exchanged`,
        clause,
        only((parts, whole) => [...move(parts, 1, 2), whole]),
      ),
      broken(
        `deltas/${kind}: one after the whole`,
        clause,
        only((parts, whole) => [...parts.slice(0, -1), whole, parts.at(-1) as Step]),
      ),
      broken(
        `deltas/${kind}: trimmed`,
        clause,
        eachDelta((text) => text.trim()),
      ),
      broken(
        `deltas/${kind}: cumulative`,
        clause,
        only((parts, whole) => {
          let sum = '';
          return [
            ...parts.map((step) => {
              sum += content(step);
              return { ...step, event: { ...step.event, content: sum } };
            }),
            whole,
          ];
        }),
      ),
      broken(
        `deltas/${kind}: whole lost a blank`,
        clause,
        wholeIs((text) => text.replace(' ', '')),
      ),
      broken(
        `deltas/${kind}: whole is trimmed`,
        clause,
        onScript((steps) =>
          steps.map((step) =>
            step.event.type === kind
              ? { ...step, event: { ...step.event, content: `${content(step)}\n`.slice(0, -2) } }
              : step,
          ),
        ),
      ),
      broken(
        `deltas/${kind}: whole is empty`,
        clause,
        wholeIs(() => ''),
      ),
      broken(
        `deltas/${kind}: whole in other case`,
        clause,
        wholeIs((text) => text.toLowerCase()),
      ),
      broken(
        `deltas/${kind}: whole has a line break more`,
        clause,
        wholeIs((text) => `${text}\n`),
      ),
      broken(
        `deltas/${kind}: whole missing`,
        clause,
        only((parts) => parts),
      ),
      broken(
        `deltas/${kind}: of the other type`,
        clause,
        onEvent(type, 'type', () => (kind === 'text' ? 'thinking_delta' : 'text_delta')),
      ),
      broken(
        `deltas/${kind}: only in the second turn`,
        clause,
        onScript((steps, { number }) => (number > 1 ? steps.toSpliced(placeOf(steps, type), 1) : steps)),
      ),
      broken(
        `deltas/${kind}: whole twice, deltas once`,
        clause,
        only((parts, whole) => [...parts, whole, ...parts.slice(0, 1), clone(whole)]),
      ),
    ];
  });
}

import { type BrokenServer, broken, onScript } from '../../alter.ts';

/** Turns that repeat another prompt. */
export function inputs(): BrokenServer[] {
  const clause = "the turn's user_input with the prompt";
  const input = (edit: (text: string) => string) =>
    onScript((steps) =>
      steps.map((step) =>
        step.event.type === 'user_input'
          ? { ...step, event: { ...step.event, content: edit(String(step.event.content)) } }
          : step,
      ),
    );
  return [
    broken(
      'input/another text in the stream',
      clause,
      input((text) => `${text}!`),
    ),
    broken(
      'input/empty in the stream',
      clause,
      input(() => ''),
    ),
    broken(
      'input/cut in the stream',
      clause,
      input((text) => text.slice(0, -1)),
    ),
    broken(
      'input/lower case in the stream',
      clause,
      input((text) => `> ${text.toLowerCase()}`),
    ),
  ];
}

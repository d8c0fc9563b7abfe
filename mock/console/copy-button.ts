import { element } from './element.ts';
import type { ViewParts } from './view.ts';

/** A button that copies text and confirms it. */
export function createCopyButton(
  text: () => string,
  { say, attempt }: Pick<ViewParts, 'say' | 'attempt'>,
): HTMLElement {
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(text());
      say('Copied.');
    });
  return element('button', { type: 'button', onclick: copy }, 'Copy');
}

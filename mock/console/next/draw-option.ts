import { type Child, element } from '../element.ts';

/** A radio button or checkbox with an id, labelled with a name and what it does. */
export function drawOption(input: HTMLInputElement, name: Child[], does: Child[], ...more: Child[]): HTMLElement {
  const label = element('label', { for: input.id }, element('b', {}, ...name), element('span', {}, ...does), ...more);
  return element('div', { class: 'option' }, input, label);
}

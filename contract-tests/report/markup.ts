import { harmless } from '../../src/shared/harmless.ts';

/** HTML that is known to be whole. */
export interface Markup {
  text: string;
}

/** Text that is markup already, and comes from this package. */
export function raw(text: string): Markup {
  return { text };
}

type Value = string | number | Markup | readonly (Markup | string)[];

/** A template whose values are escaped, unless they are markup themselves: what a server says is shown, never run. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return { text: strings.reduce((text, string, index) => text + render(values[index - 1] ?? '') + string) };
}

function render(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'text' in value ? value.text : value.map(render).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

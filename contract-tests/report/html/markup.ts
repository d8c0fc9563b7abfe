/** A complete piece of HTML. */
export interface Markup {
  text: string;
}

/** Markup of this package that is not escaped again. */
export function raw(text: string): Markup {
  return { text };
}

type Value = string | number | Markup | readonly (Markup | string)[];

/** A template that escapes its values unless they are markup. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return { text: strings.reduce((text, string, index) => text + render(values[index - 1] ?? '') + string) };
}

/** A list, collapsed if it is long. */
export function foldedList(items: readonly (Markup | string)[], name: string, longest = 5): Markup {
  const list = html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  return items.length <= longest ? list : html`<details><summary>${items.length} ${name}</summary>${list}</details>`;
}

function render(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'text' in value ? value.text : value.map(render).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

import { harmless } from '../../src/shared/harmless.ts';

export type Child = Node | string | number | undefined | null | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/**
 * Creates an element. Functions become event listeners (`onclick`). Text children are never parsed as markup, and
 * invisible characters in them (control characters, direction marks) are made visible.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** The same for SVG. */
export function drawing(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** Replaces the children of `parent`. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Sets text only if it differs, so that selections and screen readers are not disturbed. */
export function setText(target: Element, text: string): void {
  const shown = harmless(text);
  if (target.textContent !== shown) target.textContent = shown;
}

/** An icon of the sprite in index.html. */
export function icon(name: string): SVGElement {
  return drawing('svg', { class: 'icon', 'aria-hidden': 'true' }, drawing('use', { href: `#icon-${name}` }));
}

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    parent.append(typeof child === 'object' ? child : harmless(String(child)));
  }
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') target.addEventListener(name.replace(/^on/, ''), value as EventListener);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

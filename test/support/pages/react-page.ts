import { Window } from 'happy-dom';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';

/** A page for React. Node's own `fetch` and events stay: only what React needs of a document is there. */
export interface ReactPage {
  element: HTMLElement;
  render(node: ReactNode): Promise<void>;
  /** Renders over the output of a server. */
  hydrate(html: string, node: ReactNode): Promise<void>;
  unmount(): Promise<void>;
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
}

/** Opens a page that closes with the test. */
export async function openReactPage(): Promise<ReactPage> {
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
  Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
  // React reads the globals when it is loaded.
  const { act } = await import('react');
  const { createRoot, hydrateRoot } = await import('react-dom/client');
  const element = document.createElement('main');
  document.body.append(element);
  let root: import('react-dom/client').Root | undefined;
  const unmount = () => act(async () => root?.unmount());
  onTestFinished(async () => {
    await unmount();
    await window.happyDOM.close();
  });
  const find = <Name extends 'input' | 'button'>(selector: string) => {
    const found = element.querySelector<HTMLElementTagNameMap[Name]>(selector);
    if (!found) throw new Error(`No ${selector} in ${element.innerHTML}`);
    return found;
  };
  return {
    element,
    unmount,
    render: (node) =>
      act(async () => {
        root ??= createRoot(element);
        root.render(node);
      }),
    hydrate: (html, node) =>
      act(async () => {
        element.innerHTML = html;
        root = hydrateRoot(element, node);
      }),
    click: (selector) => act(async () => find(selector).click()),
    type: (selector, text) =>
      act(async () => {
        const input = find<'input'>(selector);
        // React replaces the property of the element to detect changes by scripts.
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value')?.set?.call(input, text);
        input.dispatchEvent(new window.Event('input', { bubbles: true }) as never);
      }),
  };
}

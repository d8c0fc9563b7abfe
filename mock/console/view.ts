import type { Names } from './control-types.ts';
import type { MockControl } from './mock-control.ts';
import type { MockFeed } from './mock-feed.ts';

/** One of the pages of the console. */
export interface View {
  element: HTMLElement;
  /** It is seen from now on. @param detail what stands behind its name in the address: `#streams/4` */
  show(detail?: string): void;
}

/** What the views stand on. */
export interface ViewParts {
  names: Names;
  control: MockControl;
  feed: MockFeed;
  /** Tells a screen reader, when it has time. */
  say(text: string): void;
  /** Does something that may fail, and shows it where it does. */
  attempt(action: () => Promise<void>): Promise<void>;
  /** The sandbox that is chosen; `undefined` for all of them, and for the common one where something is done. */
  sandbox(): string | undefined;
}

/** Calls `draw` at most once before the next picture, however often it is asked. */
export function oncePerFrame(draw: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

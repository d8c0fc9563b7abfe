import type { Names } from './control-types.ts';
import type { MockControl } from './mock-control.ts';
import type { MockFeed } from './mock-feed.ts';

/** One of the pages of the console. */
export interface View {
  element: HTMLElement;
  /** Called when the view is shown. @param detail the text after its name in the URL: `4` in `#streams/4` */
  show(detail?: string): void;
}

/** The parts that all views use. */
export interface ViewParts {
  names: Names;
  control: MockControl;
  feed: MockFeed;
  /** Announces a text to screen readers, without interrupting. */
  say(text: string): void;
  /** Runs an action and shows its error, if any. */
  attempt(action: () => Promise<void>): Promise<void>;
  /** The selected sandbox. `undefined` means all sandboxes for lists, and the common sandbox for actions. */
  sandbox(): string | undefined;
}

/** Returns a function that calls `draw` at most once per animation frame. */
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

import { parseJson } from '../../src/shared/json.ts';
import type { FeedEvents } from './control-types.ts';

/** What happens in the mock, as it happens. */
export interface MockFeed {
  on<Kind extends keyof FeedEvents>(kind: Kind, listener: (data: FeedEvents[Kind]) => void): void;
  /** Is called whenever the feed begins, again after a break: what was missed has to be asked for. */
  onOpen(listener: () => void): void;
  /** Is called with whether the mock is heard. */
  onState(listener: (isLive: boolean) => void): void;
}

/** Follows `/__mock/events` for all sandboxes. The browser connects again by itself when the mock is back. */
export function followMock(): MockFeed {
  const source = new EventSource('/__mock/events?sandboxes=all');
  let again: ReturnType<typeof setTimeout> | undefined;
  const opened: (() => void)[] = [];
  const states: ((isLive: boolean) => void)[] = [];
  const wires: ((source: EventSource) => void)[] = [];
  const wire = (made: EventSource) => {
    made.addEventListener('open', () => {
      for (const listener of states) listener(true);
      for (const listener of opened) listener();
    });
    made.addEventListener('error', () => {
      for (const listener of states) listener(false);
      // A browser gives up on an answer that is no stream, such as one of a mock that is just starting.
      if (made.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      again = setTimeout(() => {
        const next = new EventSource(made.url);
        wire(next);
        for (const add of wires) add(next);
      }, 2000);
    });
  };
  wire(source);
  let current = source;
  wires.push((made) => {
    current = made;
  });
  return {
    on(kind, listener) {
      const add = (made: EventSource) =>
        made.addEventListener(kind, ({ data }: MessageEvent<string>) => listener(parseJson(data) as never));
      wires.push(add);
      add(current);
    },
    onOpen: (listener) => void opened.push(listener),
    onState: (listener) => void states.push(listener),
  };
}

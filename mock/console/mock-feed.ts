import { parseJson } from '../../src/shared/json.ts';
import type { FeedEvents } from './control-types.ts';

/** The live feed of the mock. */
export interface MockFeed {
  on<Kind extends keyof FeedEvents>(kind: Kind, listener: (data: FeedEvents[Kind]) => void): void;
  /** Calls `listener` whenever the feed connects, so that it can reload what it missed. */
  onOpen(listener: () => void): void;
  /** Calls `listener` when the feed connects or disconnects. */
  onState(listener: (isLive: boolean) => void): void;
}

/** Follows `/__mock/events` for all sandboxes. The browser reconnects when the mock is back. */
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
      // Browsers do not reconnect after a response that is not a stream, such as one of a mock that is starting.
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

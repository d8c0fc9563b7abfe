import type { Clock } from '../../src/shared/clock.ts';

/** Calls back when a time has come. All that wait share one timer. */
export interface Scheduler {
  /** Calls `callback` once the clock shows `due`. The answer takes the wish back; it does nothing once it was called. */
  at(due: number, callback: () => void): () => void;
}

interface Entry {
  due: number;
  /** Entries of the same time are called in the order in which they came. */
  order: number;
  callback: (() => void) | undefined;
}

/**
 * A scheduler on a clock: a heap of what is due, and one sleep until the first of it. Ten thousand streams so cost ten
 * thousand small entries and not as many timers, promises and abort listeners.
 */
export function createScheduler(clock: Clock): Scheduler {
  const heap: Entry[] = [];
  let order = 0;
  /** Entries that were not taken back. */
  let wanted = 0;
  let waking: { due: number; stop: AbortController } | undefined;

  /** Nobody waits any more: a timer that is left would keep the process alive. */
  const rest = () => {
    heap.length = 0;
    waking?.stop.abort();
    waking = undefined;
  };
  const sleepUntilFirst = () => {
    if (wanted === 0) return rest();
    const first = heap[0];
    if (!first || (waking && waking.due <= first.due)) return;
    waking?.stop.abort();
    const current = { due: first.due, stop: new AbortController() };
    waking = current;
    void clock.sleep(first.due - clock.now(), current.stop.signal).then(() => {
      if (waking !== current) return;
      waking = undefined;
      callDue();
      sleepUntilFirst();
    });
  };
  const callDue = () => {
    const now = clock.now();
    for (let first = heap[0]; first && first.due <= now; first = heap[0]) {
      removeFirst(heap);
      const { callback } = first;
      if (!callback) continue;
      first.callback = undefined;
      wanted--;
      callback();
    }
  };

  return {
    at(due, callback) {
      const entry: Entry = { due, order: order++, callback };
      insert(heap, entry);
      wanted++;
      sleepUntilFirst();
      return () => {
        if (!entry.callback) return;
        entry.callback = undefined;
        if (--wanted === 0) rest();
      };
    },
  };
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.due < right.due || (left.due === right.due && left.order < right.order);
}

function insert(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(entry, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = entry;
}

function removeFirst(heap: Entry[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let index = 0;
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}

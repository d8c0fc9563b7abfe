import { fromPointer, toPointer } from '../openapi/json-pointer.ts';

/** Maps a JSON Pointer into a rewritten document to the original document. */
export type Origin = (pointer: string) => string;

/** Records which values a rewrite has moved, by JSON Pointer. */
export interface Moves {
  /** Records that the value at `to` was at `from`. */
  add(to: string, from: string): void;
  origin: Origin;
}

/** Creates an empty record. Moving a value also moves everything below it, possibly several times. */
export function createMoves(): Moves {
  const moves = new Map<string, string>();
  const step = (pointer: string): string | undefined => {
    const steps = fromPointer(pointer);
    for (let length = steps.length; length > 0; length -= 1) {
      const from = moves.get(toPointer(steps.slice(0, length)));
      if (from !== undefined) return from + toPointer(steps.slice(length)).slice(1);
    }
    return undefined;
  };
  return {
    add: (to, from) => void (to === from || moves.set(to, from)),
    origin(pointer) {
      const seen = new Set([pointer]);
      let place = pointer;
      for (let next = step(place); next !== undefined && !seen.has(next); next = step(place)) {
        place = next;
        seen.add(place);
      }
      return place;
    },
  };
}

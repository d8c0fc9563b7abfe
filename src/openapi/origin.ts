import { fromPointer, toPointer } from '../openapi/json-pointer.ts';

/** Tells where in the document as it was written a value of a rewritten document stood. */
export type Origin = (pointer: string) => string;

/** Keeps which values a rewriting of a document has moved, from JSON Pointer to JSON Pointer. */
export interface Moves {
  /** What stands at `to` now stood at `from`. */
  add(to: string, from: string): void;
  origin: Origin;
}

/** An empty record of moves. A value below one that was moved has moved with it, several times if need be. */
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

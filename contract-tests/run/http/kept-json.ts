import type { Json } from '../../../src/shared/json.ts';

/** What a run keeps of the JSON that a server sent, within a bound. */
export interface KeptJson {
  /**
   * Keeps a value; `undefined` if that would be more than the bound. A long string that was kept before is held once:
   * a text stands in its turn and in each history after it.
   */
  keep(value: Json): Json | undefined;
}

/** Roughly what a value takes in memory beside its characters, and what a character takes, in bytes. */
const cost = { value: 32, character: 2 };

/** Strings of this length or more are compared with those that were kept before. */
const longString = 256;

/** @param bytes how much is kept, roughly */
export function createKeptJson(bytes: number): KeptJson {
  const longStrings = new Map<string, string>();
  let left = bytes;
  const keepString = (text: string): string => {
    const known = text.length < longString ? undefined : longStrings.get(text);
    if (known !== undefined) return known;
    left -= text.length * cost.character;
    if (text.length >= longString) longStrings.set(text, text);
    return text;
  };
  /** Strings are replaced in `holder` itself: a copy of a large value would take as much again. */
  const keepField = <Key extends string | number>(holder: Record<Key, Json>, key: Key) => {
    const value = holder[key];
    left -= cost.value;
    if (typeof value === 'string') holder[key] = keepString(value);
    else if (Array.isArray(value)) for (const index of value.keys()) keepField(value, index);
    else if (value !== null && typeof value === 'object') {
      for (const name of Object.keys(value)) {
        left -= name.length * cost.character;
        keepField(value, name);
      }
    }
  };
  return {
    keep(value) {
      const holder = { value };
      keepField(holder, 'value');
      return left < 0 ? undefined : holder.value;
    },
  };
}

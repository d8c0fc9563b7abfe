import type { Json } from '../../../src/shared/json.ts';

/** The JSON values that a run stores, within a bound. */
export interface KeptJson {
  /**
   * Stores a value; `undefined` if it would exceed the bound. Long strings are stored once: a text occurs in its turn
   * and in each later history.
   */
  keep(value: Json): Json | undefined;
}

/** Approximate memory of a value without its characters, and of a character, in bytes. */
const cost = { value: 32, character: 2 };

/** Minimum length of strings that are deduplicated. */
const longString = 256;

/** @param bytes the approximate bound */
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
  /** Replaces strings in `holder` itself: a copy of a large value would double its memory. */
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

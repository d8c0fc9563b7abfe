import { type Json, parseJson } from '../../../src/shared/json.ts';
import { limits } from '../run-options.ts';

/** Returned for a JSON text with more values than the bound. */
export const tooManyValues = Symbol('too many values');

/** Parses JSON from a server; `undefined` if it is invalid, or nested deeper than the bound. */
export function parseBounded(text: string): Json | undefined | typeof tooManyValues {
  if (isShallow(text)) return parseJson(text);
  const { nesting, values } = measure(text);
  if (nesting > limits.nesting) return undefined;
  return values > limits.jsonValues ? tooManyValues : parseJson(text);
}

/** True for most texts: too few brackets and characters to exceed a bound. Ten times as fast as measuring. */
function isShallow(text: string): boolean {
  if (text.length > limits.jsonValues) return false;
  let brackets = 0;
  for (const bracket of '[{') {
    for (let index = text.indexOf(bracket); index !== -1; index = text.indexOf(bracket, index + 1)) {
      brackets += 1;
      if (brackets > limits.nesting) return false;
    }
  }
  return true;
}

/**
 * The maximum nesting of brackets outside of strings, and an upper bound for the number of values: one for each opening
 * bracket and each comma. Counting stops just above a bound.
 */
function measure(text: string): { nesting: number; values: number } {
  let depth = 0;
  let nesting = 0;
  let values = 1;
  let inString = false;
  for (let index = 0; index < text.length && nesting <= limits.nesting && values <= limits.jsonValues; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      values += 1;
      depth += 1;
      nesting = Math.max(nesting, depth);
    } else if (character === ']' || character === '}') depth -= 1;
    else if (character === ',') values += 1;
  }
  return { nesting, values };
}

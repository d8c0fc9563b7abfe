import { type Json, parseJson } from '../../../src/shared/json.ts';
import { limits } from '../run-options.ts';

/** Says of a JSON text that it holds more values than a run takes. */
export const tooManyValues = Symbol('too many values');

/** Parses JSON that a server sent; `undefined` if it is not JSON, or nested deeper than the bound. */
export function parseBounded(text: string): Json | undefined | typeof tooManyValues {
  const { nesting, values } = measure(text);
  if (nesting > limits.nesting) return undefined;
  return values > limits.jsonValues ? tooManyValues : parseJson(text);
}

/**
 * The deepest level of brackets outside of strings, and at least as many values as there are: one more for each bracket
 * that opens and for each comma. Counting stops just above a bound.
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

import { type Json, parseJson } from '../../lib/json.ts';
import { limits } from '../run-options.ts';

/** Parses JSON that a server sent; `undefined` where it is not JSON, or nested deeper than the bound. */
export function parseBounded(text: string): Json | undefined {
  return nesting(text) > limits.nesting ? undefined : parseJson(text);
}

/** The deepest level of brackets outside of strings; counting stops just above the bound. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length && deepest <= limits.nesting; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

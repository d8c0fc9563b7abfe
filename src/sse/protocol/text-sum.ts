/** Maximum stored characters of one text, for JSON and messages; longer texts are compared by hash. */
export const keptCharacters = 65_536;

/** Joined pieces of text, in bounded memory. */
export interface TextSum {
  pieces: number;
  length: number;
  hash: number;
  /** The beginning; the whole text if `length` is no larger. */
  text: string;
  /** False if a piece was not a string. */
  known: boolean;
}

/** An empty sum. */
export function emptySum(): TextSum {
  return { pieces: 0, length: 0, hash: 5381, text: '', known: true };
}

/** Adds a piece. */
export function addPiece(sum: TextSum, piece: unknown): void {
  sum.pieces += 1;
  if (typeof piece !== 'string') {
    sum.known = false;
    return;
  }
  addText(sum, piece);
}

/** True if the pieces add up to the text. */
export function equalsSum(sum: TextSum, text: string): boolean {
  if (text.length !== sum.length) return false;
  if (sum.length === sum.text.length) return text === sum.text;
  const whole = emptySum();
  addText(whole, text);
  return whole.hash === sum.hash && text.startsWith(sum.text);
}

function addText(sum: TextSum, piece: string): void {
  sum.length += piece.length;
  // Only texts beyond the bound need the hash.
  if (sum.length === sum.text.length + piece.length && sum.length <= keptCharacters) {
    sum.text += piece;
    return;
  }
  let from = 0;
  if (sum.text.length + piece.length === sum.length) from = keptCharacters - sum.text.length;
  if (from > 0) sum.text += piece.slice(0, from);
  for (let index = Math.max(from, 0); index < piece.length; index += 1) {
    sum.hash = (Math.imul(sum.hash, 33) + piece.charCodeAt(index)) | 0;
  }
}

/** The most characters of one text that are kept, for JSON and for messages; equality is judged by hash beyond it. */
export const keptCharacters = 65_536;

/** Pieces of text put together, in bounded memory. */
export interface TextSum {
  pieces: number;
  length: number;
  hash: number;
  /** The beginning, whole where `length` is no more than its own. */
  text: string;
  /** False if a piece was no string. */
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

/** True if the text is what the pieces add up to. */
export function equalsSum(sum: TextSum, text: string): boolean {
  if (text.length !== sum.length) return false;
  if (sum.length === sum.text.length) return text === sum.text;
  const whole = emptySum();
  addText(whole, text);
  return whole.hash === sum.hash && text.startsWith(sum.text);
}

function addText(sum: TextSum, piece: string): void {
  sum.length += piece.length;
  // Kept whole up to the bound: only a longer text needs its hash.
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

/** Each ASCII letter in the other case, as `tr A-Za-z a-zA-Z` gives it: an equal text only where there is none. */
export function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

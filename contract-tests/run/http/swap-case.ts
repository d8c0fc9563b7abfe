/** Swaps the case of each ASCII letter, like `tr A-Za-z a-zA-Z`. Only texts without letters stay equal. */
export function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

/** The path of a value, for people: `items[].session_id`. */
export function placeOf(at: readonly (string | number)[]): string {
  const text = at.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('');
  return text.replace(/^\./, '') || 'the value';
}

/** The singular or plural of a word: `rule`, `rules`. */
export function pluralize(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** A count with its word: `1 rule`, `0 rules`. */
export function countOf(count: number, one: string, many?: string): string {
  return `${count} ${pluralize(count, one, many)}`;
}

/** A text on one line, its white space reduced to single spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A noun with its indefinite article: `an organization_id`. */
export function withArticle(noun: string): string {
  return `${/^(?!uni|us|uti|uu|eu|one)[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

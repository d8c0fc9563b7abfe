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

/** A noun with its indefinite article: `an organization_id`. */
export function withArticle(noun: string): string {
  return `${/^(?!uni|us|uti|uu|eu|one)[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The place of a value as people write it: `items[].session_id`. */
export function placeOf(at: readonly (string | number)[]): string {
  const text = at.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('');
  return text.replace(/^\./, '') || 'the value';
}

/** A noun with its indefinite article: `an organization_id`. */
export function withArticle(noun: string): string {
  return `${/^(?!uni|us|uti|uu|eu|one)[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

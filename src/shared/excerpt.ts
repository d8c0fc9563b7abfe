/** `value` as JSON for messages, shortened in the middle to `limit` characters. */
export function excerpt(value: unknown, limit = 200): string {
  return cut(stringify(value), limit);
}

/**
 * `text`, shortened in the middle to `limit` characters without splitting surrogate pairs. A text that was shortened
 * before still states its original length.
 */
export function cut(text: string, limit = 200): string {
  if (text.length <= limit) return text;
  const [, shown = text, length = text.length] = /^(.* … .*) \((\d+) characters\)$/s.exec(text) ?? [];
  if (shown.length <= limit) return text;
  const head = shown.slice(0, Math.ceil(limit * 0.7)).replace(/[\uD800-\uDBFF]$/, '');
  const tail = shown.slice(shown.length - Math.floor(limit * 0.3)).replace(/^[\uDC00-\uDFFF]/, '');
  return `${head} … ${tail} (${length} characters)`;
}

function stringify(value: unknown): string {
  if (value === undefined) return 'nothing';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '(a value nested too deep to show)';
  }
}

import { escapeRegExp } from '../shared/encoding/escape-reg-exp.ts';
import { parseJson } from '../shared/json.ts';
import { isMaskable } from '../shared/mask-credentials.ts';

/** Shorter values are replaced only as whole strings, because they occur in ordinary words by chance. */
const shortest = 8;

/** Marks two braces of the original text, which are not a placeholder. */
const braces = '\u{f8ff}\u{f8fe}';

/**
 * Replaces values in the strings of a JSON text: whole strings, and whole words of at least eight characters within
 * strings. Field names, numbers and formatting stay, so the text parses to the original apart from these values.
 *
 * @param names the replacement of each value
 *
 * @example
 * replaceValues('{"id":"c_7","text":"see c_7"}', new Map([['c_7', '{{call_id_1}}']]));
 * // {"id":"{{call_id_1}}","text":"see c_7"}
 */
export function replaceValues(json: string, names: ReadonlyMap<string, string>): string {
  const replace = createReplacer(names);
  return json.replace(/("(?:[^"\\]|\\.)*")(\s*:)?/g, (all, token: string, colon: string | undefined) => {
    const text = colon === undefined ? (parseJson(token) as string | undefined) : undefined;
    if (text === undefined) return all;
    const changed = names.get(text) ?? replace(text.replaceAll('{{', braces));
    if (changed === text.replaceAll('{{', braces)) return all;
    return JSON.stringify(changed).replaceAll(braces, '{\\u007b');
  });
}

/** The same for text that is not JSON: replaces whole words of at least eight characters. */
export function replaceWords(text: string, names: ReadonlyMap<string, string>): string {
  return createReplacer(names)(text);
}

/** A request body with `[token]` instead of credentials that are distinguishable from ordinary text. */
export function maskBody(body: string, credentials: readonly string[]): string {
  const names = new Map(credentials.filter(isMaskable).map((one) => [one, '[token]']));
  return parseJson(body) === undefined ? replaceWords(body, names) : replaceValues(body, names);
}

function createReplacer(names: ReadonlyMap<string, string>): (text: string) => string {
  const long = [...names.keys()]
    .filter((value) => value.length >= shortest)
    .sort((one, other) => other.length - one.length);
  if (long.length === 0) return (text) => text;
  const escaped = long.map(escapeRegExp);
  const words = new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g');
  return (text) => text.replace(words, (value) => names.get(value) ?? value);
}

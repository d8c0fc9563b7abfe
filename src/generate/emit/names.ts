import { capitalize } from '../../shared/wording.ts';

/** Words that cannot name a parameter in a strict module (ECMA-262, section 12.7.2). */
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield undefined'
  ).split(' '),
);

/** `text` in camel case as an identifier: `session_id` is `sessionId`, `2fa` is `_2fa`; `fallback` if nothing is left. */
export function toCamelCase(text: string, fallback: string): string {
  const words = text
    .normalize('NFKC')
    .split(/[^\p{ID_Continue}$]+|_+/u)
    .filter(Boolean);
  const [first = fallback, ...rest] = words;
  return toIdentifier(first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capitalize).join(''));
}

/** The name of a client: `Redocly Museum API` is `RedoclyMuseumClient`. */
export function clientName(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\b(open)?api\b/gi, ' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word && !/^v?\d+$/i.test(word));
  const name = words
    .slice(0, 6)
    .map(capitalize)
    .join('')
    .replace(/Client$/, '');
  return `${toIdentifier(name || 'Api')}Client`;
}

/** `name`, or `name2` and so on if it is taken, and marks it as taken. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`;
  taken.add(free);
  return free;
}

/** `name` as an identifier that is not a reserved word. */
function toIdentifier(name: string): string {
  const valid = /^[\p{ID_Start}_$]/u.test(name) ? name : `_${name}`;
  return reserved.has(valid) ? `${valid}_` : valid;
}

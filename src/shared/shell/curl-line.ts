import { escapeUnits, hiddenCharacters } from '../harmless.ts';
import { parseJson } from '../json.ts';
import { shellQuote } from './shell-quote.ts';

/** A request as a curl command. */
export interface CurlRequest {
  /** Options of curl, such as `-i`. */
  flags: readonly string[];
  method: string;
  url: ShellWord;
  /** True for the target `*`: the request is about the whole server (RFC 9112, section 3.2.4). */
  asterisk?: boolean;
  /** Header lines, `name: value`; a name without a value ends with `;`. */
  headers: readonly ShellWord[];
  /** The user and password of HTTP Basic. */
  user?: ShellWord;
  /** Text, or the word of an option such as `@body.json`. */
  body?: string | { file: string };
}

/** A word: text to quote, and parts that the shell evaluates, written as between double quotes. */
export type ShellWord = string | readonly (string | { shell: string })[];

/** One line of bash or zsh that sends a request. */
export function curlLine({ flags, method, url, asterisk, headers, user, body }: CurlRequest): string {
  const words = ['curl', ...flags];
  const address = typeof url === 'string' ? url : url.map((part) => (typeof part === 'string' ? part : '')).join('');
  if (/[[\]{}]/.test(address)) words.push('--globoff');
  if (/\/\.{1,2}(\/|$)/.test(address)) words.push('--path-as-is');
  if (method === 'HEAD') words.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', shellQuote(method));
  if (asterisk) words.push('--request-target', "'*'");
  words.push(writeWord(url));
  if (user !== undefined) words.push('-u', writeWord(user));
  for (const header of headers) words.push('-H', writeWord(header));
  if (body === undefined) return words.join(' ');
  if (typeof body === 'object') return [...words, '--data-binary', `@${shellQuote(body.file)}`].join(' ');
  // curl would send it as a form.
  if (!headers.some((header) => /^content-type\b/i.test(plainStart(header)))) words.push('-H', "'content-type:'");
  // A program argument cannot contain a NUL, so such a body is piped.
  if (body.includes('\0')) return `printf '%b' ${quoteForPrintf(body)} | ${words.join(' ')} --data-binary @-`;
  return [...words, '--data-raw', shellQuote(readableJson(body))].join(' ');
}

function writeWord(word: ShellWord): string {
  if (typeof word === 'string') return shellQuote(word);
  // If all parts are plain or evaluated, one pair of double quotes reads best.
  if (word.every((part) => typeof part === 'object' || /^[\w@%+=:,./? &-]*$/.test(part))) {
    return `"${word.map((part) => (typeof part === 'string' ? part : part.shell)).join('')}"`;
  }
  return word.map((part) => (typeof part === 'object' ? `"${part.shell}"` : part && shellQuote(part))).join('');
}

const plainStart = (word: ShellWord): string =>
  typeof word === 'string' ? word : typeof word[0] === 'string' ? word[0] : '';

/** The same JSON with hidden characters escaped. */
function readableJson(body: string): string {
  return parseJson(body) === undefined
    ? body
    : body.replace(hiddenCharacters, (found) => (found === '\r' ? found : escapeUnits(found)));
}

/** The argument of `%b`: its escapes are a backslash, a zero and three octal digits. */
function quoteForPrintf(text: string): string {
  return shellQuote(text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0000'));
}

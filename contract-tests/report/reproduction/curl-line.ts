import { escapeRegExp } from '../../../src/shared/encoding/escape-reg-exp.ts';
import { curlLine, type ShellWord } from '../../../src/shared/shell/curl-line.ts';
import { chat } from '../../rules/support/chat-api.ts';
import { writings } from '../../run/http/bearer-form.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { encodeText } from '../../run/http/serialize-parameter.ts';

/** The server of reproductions. */
export interface Target {
  baseUrl: string;
  /** The shell variable that holds the credential. */
  tokenVariable: string;
}

/** How a line differs from the request alone. */
export interface LineOptions {
  /** Options of curl; by default those that print status, headers and body. */
  flags?: readonly string[];
  /** Ids in the address that are shell variables. */
  ids?: readonly Identified[];
}

/** The id of a created resource, and the shell variable for its id in the reproduction. */
export interface Identified {
  id: string;
  variable: string;
}

/** One line of bash or zsh that repeats a request. */
export function exchangeLine(target: Target, exchange: Exchange, { flags, ids = [] }: LineOptions = {}): string {
  const { request, operation } = exchange;
  const { method, contentType, body, headers = {} } = request;
  const carried = credentialWords(target, exchange);
  const asterisk = request.target === '*';
  const [first = '', ...rest] = asterisk ? [] : withVariables(request.target, ids);
  const url: Part[] = typeof first === 'string' ? [target.baseUrl + first, ...rest] : [target.baseUrl, first, ...rest];
  carried.query.forEach(([name, secret], index) => {
    url.push(`${index > 0 || request.target.includes('?') ? '&' : '?'}${name}=`, secret);
  });
  return curlLine({
    flags: flags ?? [operation === chat.stream ? '-iN' : '-i'],
    method,
    asterisk,
    url: url.length === 1 && typeof url[0] === 'string' ? url[0] : url,
    headers: [
      ...carried.headers,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ...(contentType ? [`Content-Type: ${contentType}`] : []),
    ],
    ...(carried.user ? { user: carried.user } : {}),
    ...(body === undefined ? {} : { body }),
  });
}

type Part = string | { shell: string };

/** The credentials of a request, each in its place, as shell variables. */
function credentialWords({ tokenVariable }: Target, { request, credential: sent, omitted }: Exchange) {
  const words: { headers: ShellWord[]; query: [name: string, secret: Part][]; user?: ShellWord } = {
    headers: [],
    query: [],
  };
  if (sent === 'missing' && omitted === undefined) return words;
  const credential = sent === 'missing' ? 'valid' : sent;
  const { credentialPlace, credentials = [{ key: '', place: credentialPlace }] } = request;
  for (const { key, place } of credentials) {
    if (key === omitted) continue;
    const variable = credentials.length > 1 ? key.replace(/\W/g, '_').toUpperCase() : tokenVariable;
    // The other forms are ways to write a bearer token.
    const { scheme, shell } = writings[place && credential !== 'wrong' ? 'valid' : credential];
    const secret: Part = { shell: shell(variable) };
    if (place?.in === 'query') words.query.push([place.name, secret]);
    else if (place?.in === 'basic') words.user = [secret];
    else if (place?.in === 'cookie') words.headers.push([`Cookie: ${place.name}=`, secret]);
    else words.headers.push([place ? `${place.name}: ` : `Authorization: ${scheme && `${scheme} `}`, secret]);
  }
  return words;
}

/** A path and query with variables instead of ids. An id as short as `0` can also be part of other words. */
function withVariables(address: string, ids: readonly Identified[]): Part[] {
  let parts: Part[] = [address];
  for (const { id, variable } of ids) {
    const text = escapeRegExp(encodeText(id));
    const whole = new RegExp(`(?<![\\w%.~-])${text}(?![\\w%.~-])`);
    parts = parts.flatMap((part) => {
      if (typeof part !== 'string') return [part];
      return part
        .split(whole)
        .flatMap((text, index) =>
          index === 0 ? [text] : [{ shell: /^\w/.test(text) ? `\${${variable}}` : `$${variable}` }, text],
        );
    });
  }
  return parts.filter((part) => part !== '');
}

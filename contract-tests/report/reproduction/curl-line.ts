import { chat } from '../../rules/support/chat-api.ts';
import { authorizationOf, writings } from '../../run/http/bearer-form.ts';
import type { Credential } from '../../run/http/credential.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { encodeText } from '../../run/http/serialize-parameter.ts';

/** How a line differs from the request alone. */
export interface CurlOptions {
  /** Options of curl; those that show head and body where left out. */
  flags?: string;
  /** The session whose id in the address becomes a variable. */
  session?: string;
  /** The variable's name. */
  variable?: string;
  /** Words behind all others, as a shell reads them. */
  more?: string;
}

/** One line of a POSIX shell that sends a request again. The credential is `$LLAMA_CLOUD_API_KEY`. */
export function curlLine(
  baseUrl: string,
  { request, credential, operation }: Exchange,
  { flags = operation === chat.stream ? '-iN' : '-i', session, variable = 'SESSION', more }: CurlOptions = {},
): string {
  const { method, target, contentType, body, headers = {} } = request;
  const address = session === undefined ? [target] : target.split(encodeText(session));
  const words = ['curl', flags];
  if (method !== 'GET') words.push('-X', method);
  words.push(
    address.map((part, index) => (index === 0 ? quote(baseUrl + part) : part && quote(part))).join(`"$${variable}"`),
  );
  if (credential !== 'missing') addCredential(words, request, credential);
  for (const [name, value] of Object.entries(headers)) words.push('-H', quote(`${name}: ${value}`));
  if (contentType) words.push('-H', quote(`Content-Type: ${contentType}`));
  if (body !== undefined) words.push('--data-binary', quote(body));
  if (more !== undefined) words.push(more);
  return words.join(' ');
}

/** The credential stands where the request had it, the right one as a variable. The address is the last word. */
function addCredential(
  words: string[],
  { target, credentialPlace }: Exchange['request'],
  credential: Exclude<Credential, 'missing'>,
) {
  const writing = writings[credential];
  const word = (before: string) => `"${before}${writing.shell}"`;
  const { in: place, name = '' } = credentialPlace ?? {};
  if (place === 'basic') words.push('-u', word(''));
  else if (place === 'header') words.push('-H', word(`${name}: `));
  else if (place === 'cookie') words.push('-H', word(`Cookie: ${name}=`));
  else if (place === 'query') words[words.length - 1] += word(`${target.includes('?') ? '&' : '?'}${name}=`);
  else words.push('-H', `"Authorization: ${authorizationOf(writing, writing.shell)}"`);
}

/** The end of a pipe that gives a text field of the JSON before it. */
export const fieldOf = (name: string): string => `sed -n 's/.*"${name}" *: *"\\([^"]*\\)".*/\\1/p'`;

/** A word of a POSIX shell that stands for itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

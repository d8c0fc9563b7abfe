import { chat } from './chat-api.ts';
import { authorizationOf, writings } from './observation/bearer-form.ts';
import { encodeSegment } from './observation/build-request.ts';
import type { Credential, Exchange } from './observation/exchange.ts';
import type { Observations } from './observation/observations.ts';

/**
 * Shell lines that show an exchange again: first those that bring the session into the state that it had, then the
 * request itself. The credential is `$LLAMA_CLOUD_API_KEY`, so the lines may be shown to anybody.
 */
export function reproduce({ baseUrl, exchanges, sessions }: Observations, exchange: Exchange): string {
  const { session } = exchange;
  const created = sessions.find(({ id, role }) => id !== undefined && id === session && role !== 'found');
  if (session === undefined || !created || created.create.number === exchange.number) return curl(baseUrl, exchange);
  const before = exchanges.filter(
    (one) =>
      one.session === session && one.number < exchange.number && changes(one) && one.number !== created.create.number,
  );
  return [
    `SESSION=$(${curl(baseUrl, created.create, { flags: '-s' })} | sed -n 's/.*"session_id" *: *"\\([^"]*\\)".*/\\1/p')`,
    ...before.map((one) => `${curl(baseUrl, one, { flags: '-sN', session })} > /dev/null`),
    curl(baseUrl, exchange, { session }),
  ].join('\n');
}

/** A request that was taken and may have changed its session. */
function changes({ request, response, operation }: Exchange): boolean {
  if (request.method === 'GET' || !response || response.status >= 300) return false;
  return operation === chat.stream || operation === chat.title || operation === chat.delete;
}

/** One line; where `session` is given, its id in the address becomes `$SESSION`. */
function curl(
  baseUrl: string,
  { request, credential, operation }: Exchange,
  { flags = operation === chat.stream ? '-iN' : '-i', session }: { flags?: string; session?: string } = {},
): string {
  const { method, target, contentType, body, headers = {} } = request;
  const address = session === undefined ? [target] : target.split(encodeSegment(session));
  const words = ['curl', flags];
  if (method !== 'GET') words.push('-X', method);
  words.push(
    address.map((part, index) => (index === 0 ? quote(baseUrl + part) : part && quote(part))).join('"$SESSION"'),
  );
  if (credential !== 'missing') addCredential(words, request, credential);
  for (const [name, value] of Object.entries(headers)) words.push('-H', quote(`${name}: ${value}`));
  if (contentType) words.push('-H', quote(`Content-Type: ${contentType}`));
  if (body !== undefined) words.push('--data-binary', quote(body));
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

/** A word of a POSIX shell that stands for itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

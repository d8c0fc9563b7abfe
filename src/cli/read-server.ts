import { UsageError } from '../shared/usage-error.ts';
import type { CommandContext } from './command.ts';

/**
 * The server that a command talks to: `--base-url` and `--token`, else what the environment says of them.
 *
 * @returns the address without a slash at its end, and the token where there is one
 * @throws {UsageError} if no address is given, it is none, it holds a password, or the token cannot be sent
 */
export function readServer({ options, environment }: CommandContext): { baseUrl: string; token?: string } {
  const given = (options.baseUrl as string | undefined) ?? environment.LLAMA_CLOUD_BASE_URL;
  if (!given) throw new UsageError('No server was named; give --base-url or set LLAMA_CLOUD_BASE_URL.');
  const token = (options.token as string | undefined) ?? environment.LLAMA_CLOUD_API_KEY;
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('The token has a character that no header can carry; give it without spaces and line breaks.');
  }
  return { baseUrl: readBaseUrl(given), ...(token ? { token } : {}) };
}

function readBaseUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw new UsageError(`--base-url ${text} is not an address; it looks like http://127.0.0.1:4010.`);
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw new UsageError('--base-url must not hold a user or a password; give --token.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`--base-url ${text} must begin with http:// or https://.`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

import { UsageError } from '../shared/usage-error.ts';
import type { CommandContext } from './command.ts';

/**
 * The server of a command, from `--base-url` and `--token` or the environment.
 *
 * @returns the URL without a trailing slash, and the token if there is one
 * @throws {UsageError} if the URL is missing, invalid or contains a password, or the token cannot be sent
 */
export function readServer({ options, environment }: CommandContext): { baseUrl: string; token?: string } {
  const given = (options.baseUrl as string | undefined) ?? environment.LLAMA_CLOUD_BASE_URL;
  if (!given) throw new UsageError('The URL of the server is missing. Set --base-url or LLAMA_CLOUD_BASE_URL.');
  const token = (options.token as string | undefined) ?? environment.LLAMA_CLOUD_API_KEY;
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError(
      'The token contains a character that cannot be sent in a header, such as a space or a line break.',
    );
  }
  return { baseUrl: readBaseUrl(given), ...(token ? { token } : {}) };
}

function readBaseUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw new UsageError(`--base-url ${text} is not a URL. Expected one such as http://127.0.0.1:4010.`);
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw new UsageError('--base-url must not contain a user name or password. Use --token.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`--base-url ${text} must begin with http:// or https://.`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

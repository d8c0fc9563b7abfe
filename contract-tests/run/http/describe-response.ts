import { maskCredentials } from '../../../src/shared/mask-credentials.ts';
import type { ExchangeResponse } from './exchange.ts';
import type { TransportResponse } from './transport.ts';

/** Maximum characters of a stored response text. */
const keptText = 4_000;

/** Status and headers of a response as a report shows them: without the credentials in `secrets`. */
export function describeHead(
  response: TransportResponse,
  secrets: readonly string[],
): Omit<ExchangeResponse, 'firstByteMs'> {
  const sent = [...response.headers.entries()];
  const headers = Object.fromEntries(sent.map(([name, value]) => [name, maskCredentials(value, secrets)]));
  const echoesCredential = sent.some(([, value]) => maskCredentials(value, secrets) !== value);
  return { status: response.status, headers, text: '', echoesCredential };
}

/** The beginning of a text, as a copy: a slice would keep the whole of it in memory. */
export function beginningOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text.slice(0, keptText)));
}

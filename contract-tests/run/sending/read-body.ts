import { maskCredentials } from '../../../src/shared/mask-credentials.ts';
import { beginningOf } from '../http/describe-response.ts';
import type { Exchange, ExchangeFailure, ExchangeResponse } from '../http/exchange.ts';
import type { KeptJson } from '../http/kept-json.ts';
import { createLimit } from '../http/limit.ts';
import { parseBounded, tooManyValues } from '../http/parse-bounded.ts';
import { createTextReader } from '../http/text-reader.ts';
import { type TransportResponse, tooLarge } from '../http/transport.ts';
import { limits } from '../run-options.ts';
import type { RunStop } from './stop-run.ts';

/** Rules do not judge a body that the run did not read. */
export const unread: ExchangeFailure = { kind: 'aborted', message: 'The run ended before it had read the response.' };

/** What reading a body needs of its run. */
export interface BodyParts {
  kept: KeptJson;
  stop: RunStop;
  /** True if an operation creates a resource. */
  creates(operation: string): boolean;
  /** Milliseconds since an exchange began. */
  elapsed(exchange: Exchange): number;
}

/** Reads the rest of a response into its exchange, without the secrets of the request. */
export type ReadBody = (exchange: Exchange, response: TransportResponse, secrets: readonly string[]) => Promise<void>;

export function createBodyReader({ kept, stop, creates, elapsed }: BodyParts): ReadBody {
  const oneAtATime = createLimit(1);
  const note = (exchange: Exchange, response: TransportResponse, whole: string, secrets: readonly string[]) => {
    const failure = response.failure();
    if (failure) stop.fail(exchange, failure);
    const body = maskCredentials(whole, secrets);
    const head = exchange.response as ExchangeResponse;
    exchange.response = {
      ...head,
      text: beginningOf(body),
      echoesCredential: head.echoesCredential || body !== whole,
    };
    exchange.durationMs = elapsed(exchange);
    // Parsing the bodies of all pending requests may take long; only created resources still matter.
    if (stop.stopped && !creates(exchange.operation)) {
      exchange.failure = unread;
      throw stop.stopped;
    }
    const parsed = parseBounded(body);
    if (parsed === undefined) return;
    if (parsed === tooManyValues) {
      stop.fail(exchange, tooLarge(`The body holds more than ${limits.jsonValues} JSON values.`));
      return;
    }
    const json = kept.keep(parsed);
    if (json === undefined)
      stop.fail(exchange, tooLarge(`The run would keep more than ${limits.keptBytes} bytes of JSON.`));
    else exchange.response.json = json;
  };
  return async (exchange, response, secrets) => {
    const body = createTextReader(response.chunks(limits.bodyBytes));
    const finish = () => note(exchange, response, body.text(), secrets);
    // Many long bodies at once would exhaust the memory.
    if (await body.readOn(limits.besideOthersBytes)) finish();
    else await oneAtATime(() => body.readOn().then(finish));
  };
}

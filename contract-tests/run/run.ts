import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { operationById } from '../../src/openapi/contract.ts';
import { mediaTypeOf } from '../../src/openapi/media-type.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { maskCredentials } from '../../src/shared/mask-credentials.ts';
import type { RequestCase, RequestParts } from '../probes/cases/request-case.ts';
import { buildRequest } from './http/build-request.ts';
import type { Credential } from './http/credential.ts';
import { beginningOf, describeHead } from './http/describe-response.ts';
import type { Exchange, ExchangeFailure, ExchangeResponse } from './http/exchange.ts';
import { createKeptJson } from './http/kept-json.ts';
import { createLimit } from './http/limit.ts';
import { parseBounded, tooManyValues } from './http/parse-bounded.ts';
import { createRate } from './http/rate.ts';
import { createRateLimitWaits } from './http/rate-limit-waits.ts';
import { createTextReader } from './http/text-reader.ts';
import { type Transport, type TransportRequest, type TransportResponse, tooLarge } from './http/transport.ts';
import { readTurn, type TurnReading } from './read-turn.ts';
import { idOf, type Resource } from './resource.ts';
import { limits, type RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';
import { createTurnBudget, type TurnPlace } from './turn-budget.ts';
import { createTurnPatience } from './turn-patience.ts';

/** What a request is for; see Exchange. */
export interface Intent {
  purpose: string;
  case?: RequestCase;
  credential?: Credential;
  /** With the credential `missing`: the security scheme of the only one that is. */
  omitted?: string;
  session?: string;
  /** An unsupported method, sent instead of the operation's own. */
  method?: string;
  /** Sent immediately, ignoring the concurrency limit, to overlap with another request. */
  atOnce?: boolean;
  /** Sent before queued requests, because many others depend on it. */
  urgent?: boolean;
  /** A turn with a reserved place in the budget, because many rules depend on it. */
  essential?: boolean;
  /** True if other requests may use what it creates (default: if it is valid). */
  usable?: boolean;
}

/** A run against one server: sends requests, records exchanges and tracks what it created. */
export interface Run {
  readonly options: RunOptions;
  readonly contract: Contract;
  readonly exchanges: Exchange[];
  readonly turns: Turn[];
  /** Resources that this run created and has not deleted, by path. */
  readonly created: ReadonlyMap<string, Created>;
  /** Resolves once no request is pending. */
  idle(): Promise<void>;
  /** Marks the responses that are still pending as not read. */
  leavePending(): void;
  /** Ends the run early: cancels pending requests and sends no more. */
  halt(message: string): RunStopped;
  /** Turns that the server accepted, or may have accepted; each costs its owner tokens. */
  readonly turnsSent: number;
  /** Requests that were not sent because they could cost a turn, and none was left. */
  readonly leftOut: number;
  /** True once turns did not end: no more are started. */
  readonly turnsStopped: boolean;
  /** No more essential turns will follow. */
  endEssentialTurns(): void;
  /** Sends one request and reads its whole response; of a stream only the head is read. */
  send(operation: string | Operation, parts: RequestParts, intent: Intent): Promise<Exchange>;
  /**
   * The same for a request of any operation: if the server may accept it as a turn and none is left, it is not sent.
   */
  sendWithinBudget(operation: Operation, parts: RequestParts, intent: Intent): Promise<Exchange | undefined>;
  /**
   * Sends one turn and follows it event by event. `undefined` if the budget of turns is spent, or turns have proved
   * to have no end.
   */
  stream(turn: TurnRequest): Promise<Turn | Exchange | undefined>;
}

/** A resource that a run created. */
export interface Created {
  id: string;
  resource: Resource;
  /** The query of the creation, which determines the owner. */
  query: Record<string, string>;
  /** False if the server accepted an invalid request: no other request may rely on it. */
  usable: boolean;
}

/** One turn to send. */
export interface TurnRequest {
  /** The streaming operation (default: the first one). */
  operation?: Operation;
  session: string;
  parts: RequestParts;
  intent: Intent;
  onMessage?: TurnReading['onMessage'];
}

/** Thrown if the run cannot continue. The message says in one line where it stopped, and why. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** True if a stream was opened and followed. */
export function isTurn(result: Turn | Exchange | undefined): result is Turn {
  return result !== undefined && 'messages' in result;
}

/** The progress of a run. */
export interface Progress {
  /** Requests sent so far. */
  requests: number;
  /** Turns taken so far. */
  turns: number;
  /** The operation of the latest request. */
  operation: string;
  /** The request that has been pending longest. */
  waitingFor?: { operation: string; since: number };
}

/** The external dependencies of a run. */
export interface RunDependencies {
  transport: Transport;
  clock: Clock;
  validate: SchemaValidator;
  resources: readonly Resource[];
  signal: AbortSignal;
  userAgent: string;
  /** The number of essential turns that will follow. */
  essentialTurns: number;
  /** Called when a request is sent. */
  onProgress?(progress: Progress): void;
  /** Aborted if the run ends early. */
  halted: AbortController;
}

/** Rules do not judge a body that the run did not read. */
const unread: ExchangeFailure = { kind: 'aborted', message: 'The run ended before it had read the response.' };

/** Starts a run. Nothing is sent yet. */
export function createRun(options: RunOptions, dependencies: RunDependencies): Run {
  const { transport, clock, validate, resources, signal, userAgent, onProgress } = dependencies;
  const { contract } = options;
  const startedAt = clock.now();
  const exchanges: Exchange[] = [];
  const turns: Turn[] = [];
  const created = new Map<string, Created>();
  const keys = new Map<string, Set<unknown>>();
  const pending = new Set<Promise<unknown>>();
  const inTurn = createLimit(options.concurrency);
  const oneAtATime = createLimit(1);
  const kept = createKeptJson(limits.keptBytes);
  const limit = <T>({ atOnce, urgent }: Intent, task: () => Promise<T>) => {
    const result = atOnce ? task() : inTurn(task, urgent);
    pending.add(result);
    const done = () => pending.delete(result);
    result.then(done, done);
    return result;
  };
  const creates = (id: string) => resources.some(({ create }) => create.id === id);
  const takePlace = createRate(options.rate, clock, signal);
  const rateLimit = createRateLimitWaits(clock, options.timeout);
  let unanswered = 0;
  let slowness = 0;
  let stopped: RunStopped | undefined;
  const waiting = new Map<number, Exchange>();
  const patience = createTurnPatience(options, turns);
  const budget = createTurnBudget(options.maxTurns, dependencies.essentialTurns);

  /** Ends the run: cancels pending requests and sends no more. */
  const halt = (message: string): RunStopped => {
    stopped ??= new RunStopped(message);
    dependencies.halted.abort();
    return stopped;
  };

  const tellProgress = (operation: string) => {
    const [oldest] = waiting.values();
    onProgress?.({
      requests: exchanges.length,
      turns: budget.spent,
      operation,
      ...(oldest ? { waitingFor: { operation: oldest.operation, since: startedAt + oldest.startedAt } } : {}),
    });
  };

  /** Ends a run that takes too long. */
  const checkTime = () => {
    if (stopped) throw stopped;
    if (signal.aborted) throw halt('The run was interrupted.');
    const { maxDuration } = options;
    const took = clock.now() - startedAt;
    if (took > (maxDuration ?? limits.runMilliseconds)) {
      throw halt(`Stopped after ${Math.round(took / 1000)} s: the run reached --max-duration.`);
    }
    if (maxDuration !== undefined || took < limits.slow.after || slowness < limits.slow.sum) return;
    throw halt(
      `Stopped after ${Math.round(took / 1000)} s: the server is slow again and again. Allow more with --max-duration.`,
    );
  };

  /**
   * A server may close an idle connection just as it is used again: such a request was not processed and is sent once
   * more. A server that closes every connection gets it twice, and may have started two turns.
   */
  const transportTwice = async (request: TransportRequest, place: TurnPlace | undefined) => {
    const response = await transport(request);
    const again = 'kind' in response && response.kind === 'reset' && (place === undefined || (await place.renew()));
    return again ? transport(request) : response;
  };

  const open = async (operation: Operation, parts: RequestParts, intent: Intent, place?: TurnPlace) => {
    const credential = intent.credential ?? 'valid';
    if (options.readOnly && (intent.method ?? operation.method) !== 'GET') {
      throw new Error(`A run that only reads was about to send ${operation.id}.`);
    }
    const omitted = intent.omitted === undefined ? {} : { omitted: intent.omitted };
    const how = { credential, ...omitted, method: intent.method, userAgent };
    const request = buildRequest(options, operation, parts, how);
    const exchange: Exchange = {
      number: exchanges.length + 1,
      operation: labelOf(operation, intent),
      purpose: intent.purpose,
      case: intent.case ?? { kind: 'valid' },
      credential,
      ...omitted,
      ...(intent.session === undefined ? {} : { session: intent.session }),
      request: request.shown,
      startedAt: clock.now() - startedAt,
      durationMs: 0,
    };
    checkTime();
    exchanges.push(exchange);
    waiting.set(exchange.number, exchange);
    tellProgress(operation.id);
    for (let attempt = 1; ; attempt += 1) {
      checkTime();
      await takePlace();
      const toTheEnd = creates(operation.id);
      const response = await transportTwice({ ...request.sent, toTheEnd }, place);
      exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
      if ('kind' in response) {
        waiting.delete(exchange.number);
        // Without a response it is unknown whether the server started the turn.
        if (response.kind !== 'unreachable') place?.spend();
        fail(exchange, response);
        return { exchange };
      }
      // A later attempt would no longer overlap.
      const wait = intent.atOnce ? undefined : rateLimit.waitFor(response, attempt);
      if (wait === undefined) {
        const head = describeHead(response, request.secrets);
        exchange.response = { ...head, firstByteMs: exchange.durationMs };
        return { exchange, response, secrets: request.secrets };
      }
      await noteRateLimit(exchange, response, request.secrets);
      if (rateLimit.isTooLong(wait)) {
        const { method, target } = exchange.request;
        throw halt(
          `Stopped at ${method} ${target}: 429, and the server asks to wait ${Math.round(wait / 1000)} s; try later, or with --rate.`,
        );
      }
      await clock.sleep(wait, signal);
    }
  };

  /** A 429 before another attempt is checked like any other response. */
  const noteRateLimit = async (exchange: Exchange, response: TransportResponse, secrets: readonly string[]) => {
    const noted: Exchange = { ...exchange, number: exchanges.length + 1, case: { kind: 'other' } };
    noted.response = { ...describeHead(response, secrets), firstByteMs: exchange.durationMs };
    exchanges.push(noted);
    await readBody(noted, response, secrets);
  };

  const fail = (exchange: Exchange, failure: ExchangeFailure) => {
    exchange.failure = failure;
    if (failure.kind === 'aborted' && stopped) throw stopped;
    if (failure.kind === 'aborted' && signal.aborted) throw halt('The run was interrupted.');
    if (failure.kind === 'aborted') return;
    unanswered += 1;
    const { method, target } = exchange.request;
    if (failure.kind === 'too-large' || failure.kind === 'unreachable' || unanswered >= limits.unanswered) {
      throw halt(`Stopped at ${method} ${target}: ${failure.message}`);
    }
  };

  /** Marks an exchange as finished. */
  const finish = (exchange: Exchange) => {
    waiting.delete(exchange.number);
    tellProgress(exchange.operation);
  };

  const readBody = async (exchange: Exchange, response: TransportResponse, secrets: readonly string[]) => {
    const body = createTextReader(response.chunks(limits.bodyBytes));
    const finish = () => noteBody(exchange, response, body.text(), secrets);
    // Many long bodies at once would exhaust the memory.
    if (await body.readOn(limits.besideOthersBytes)) finish();
    else await oneAtATime(() => body.readOn().then(finish));
  };

  const noteBody = (exchange: Exchange, response: TransportResponse, whole: string, secrets: readonly string[]) => {
    const failure = response.failure();
    if (failure) fail(exchange, failure);
    const body = maskCredentials(whole, secrets);
    const head = exchange.response as ExchangeResponse;
    exchange.response = {
      ...head,
      text: beginningOf(body),
      echoesCredential: head.echoesCredential || body !== whole,
    };
    exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
    // Parsing the bodies of all pending requests may take long; only created resources still matter.
    if (stopped && !creates(exchange.operation)) {
      exchange.failure = unread;
      throw stopped;
    }
    const parsed = parseBounded(body);
    if (parsed === undefined) return;
    if (parsed === tooManyValues) {
      fail(exchange, tooLarge(`The body holds more than ${limits.jsonValues} JSON values.`));
      return;
    }
    const json = kept.keep(parsed);
    if (json === undefined) fail(exchange, tooLarge(`The run would keep more than ${limits.keptBytes} bytes of JSON.`));
    else exchange.response.json = json;
  };

  const remember = (exchange: Exchange, { usable = exchange.case.kind === 'valid' }: Intent) => {
    const { response, operation, request, session } = exchange;
    if (!response || response.status >= 300) return;
    for (const resource of resources) {
      const id = idOf(resource, response.json);
      if (operation === resource.create.id && request.method === 'POST' && id !== undefined) {
        if (id.length > limits.idCharacters) {
          throw halt(
            `Stopped at ${request.method} ${request.target}: a ${resource.parameter} of ${id.length} characters fits no address; what was created is not deleted.`,
          );
        }
        created.set(addressOf(resource, id), {
          id,
          resource,
          query: scopeOf(exchange),
          usable,
        });
      }
      if (operation === resource.delete?.id && session !== undefined && request.method === 'DELETE') {
        created.delete(addressOf(resource, session));
      }
    }
  };

  const sendWithinBudget: Run['sendWithinBudget'] = (operation, parts, intent) =>
    limit(intent, async () => {
      const place = mayCostTurn(operation, intent) ? await budget.take('risk') : undefined;
      if (!place && mayCostTurn(operation, intent)) return undefined;
      let sent: Exchange | undefined;
      try {
        const { exchange, response, secrets } = await open(operation, parts, intent, place);
        sent = exchange;
        if (!response) return exchange;
        const streams = exchange.response?.headers['content-type']?.includes('event-stream');
        if (streams && response.status < 300) place?.spend();
        if (streams) response.abort();
        else await readBody(exchange, response, secrets);
        slowness += Math.max(0, exchange.durationMs - limits.slow.quick);
        remember(exchange, intent);
        return exchange;
      } finally {
        place?.release();
        if (sent) finish(sent);
      }
    });

  return {
    options,
    contract,
    exchanges,
    turns,
    created,
    halt,
    sendWithinBudget,
    idle: async () => {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
    leavePending() {
      for (const exchange of waiting.values()) exchange.failure ??= unread;
    },
    get turnsSent() {
      return budget.spent;
    },
    endEssentialTurns: budget.endEssentials,
    get leftOut() {
      return budget.leftOut;
    },
    get turnsStopped() {
      return patience.isSpent;
    },
    send: async (operation, parts, intent) => {
      const target = typeof operation === 'string' ? operationById(contract, operation) : operation;
      const exchange = await sendWithinBudget(target, parts, intent);
      if (!exchange) throw new Error(`No turn is left for ${target.id}.`);
      return exchange;
    },
    stream: ({ operation = contract.operations.find(({ stream }) => stream), session, parts, intent, onMessage }) =>
      limit(intent, async () => {
        if (!operation?.stream || patience.isSpent) return undefined;
        const place = await budget.take(intent.essential ? 'essential' : 'turn');
        if (!place) return undefined;
        const { exchange, response, secrets } = await open(operation, parts, { ...intent, session }, place).catch(
          (error) => {
            place.release();
            throw error;
          },
        );
        if (!response) {
          place.release();
          finish(exchange);
          return exchange;
        }
        if (response.status >= 300 || answersOtherwise(operation, exchange)) {
          place.release();
          await readBody(exchange, response, secrets).finally(() => finish(exchange));
          return exchange;
        }
        place.spend();
        const earlierKeys = keys.get(session) ?? new Set();
        const record = await readTurn(response, {
          contract,
          stream: operation.stream,
          validate,
          kept,
          request: parts.body && 'json' in parts.body ? parts.body.json : undefined,
          earlierKeys,
          closingTime: Math.min(options.timeout, 5_000),
          patience: patience.stalled(),
          mostTime: patience.whole,
          clock,
          elapsed: () => clock.now() - startedAt - exchange.startedAt,
          hide: (text) => maskCredentials(text, secrets),
          ...(onMessage ? { onMessage } : {}),
        }).finally(() => finish(exchange));
        const { keys: ownKeys, echoesCredential: _, ...seen } = record;
        keys.set(session, new Set([...earlierKeys, ...ownKeys]));
        exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
        const json = parts.body && 'json' in parts.body ? parts.body.json : {};
        const { prompt = '', index_ids: indexIds = [] } = json as { prompt?: string; index_ids?: string[] };
        const turn: Turn = { exchange, session, prompt, indexIds, ...seen };
        if (record.echoesCredential && exchange.response) exchange.response.echoesCredential = true;
        turns.push(turn);
        return turn;
      }),
  };
}

/** True if a server may take a request as a turn: it wrongly accepts some that are invalid. */
function mayCostTurn({ stream, method }: Operation, intent: Intent): boolean {
  return stream !== undefined && (intent.method ?? method) === method;
}

/** True if a stream was requested and the operation returned another documented media type. */
function answersOtherwise({ responses, stream }: Operation, { response }: Exchange): boolean {
  const sent = mediaTypeOf(response?.headers['content-type']);
  const others = Object.keys(responses[stream?.status ?? '']?.content ?? {}).filter((one) => one !== stream?.mediaType);
  return others.includes(sent);
}

function addressOf({ create }: Resource, id: string): string {
  return `${create.path}/${id}`;
}

/** The query that an exchange was sent with: whose resource it created. */
function scopeOf({ request }: Exchange): Record<string, string> {
  return Object.fromEntries(new URL(request.target, 'http://localhost').searchParams);
}

/** The operation's id; the method and the path if the method is not the operation's own. */
function labelOf({ id, method: own, path }: Operation, { method = own }: Intent): string {
  return method === own ? id : `${method} ${path}`;
}

import type { Clock } from '../../lib/clock.ts';
import type { Contract, Operation } from '../../lib/contract.ts';
import { operationById } from '../../lib/contract.ts';
import { isObject } from '../../lib/json.ts';
import type { SchemaValidator } from '../../lib/schema-validator.ts';
import type { RequestCase, RequestParts } from '../cases/request-case.ts';
import { limits, type RunOptions } from '../run-options.ts';
import { buildRequest } from './build-request.ts';
import type { Credential, Exchange, ExchangeFailure, ExchangeResponse } from './exchange.ts';
import { createLimit } from './limit.ts';
import { parseBounded } from './parse-bounded.ts';
import { createRate } from './rate.ts';
import { readTurn, type TurnReading } from './read-turn.ts';
import type { Resource } from './resource.ts';
import type { Transport, TransportResponse } from './transport.ts';
import type { Turn } from './turn.ts';

/** What a request is for; see Exchange. */
export interface Intent {
  purpose: string;
  case?: RequestCase;
  credential?: Credential;
  session?: string;
  /** Another method than the operation's own, to see it refused. */
  method?: string;
  /** Sent at once, past the bound on requests under way: it has to meet another that is. */
  atOnce?: boolean;
}

/** A run against one server: it sends, writes down what it sees, and knows what it created. */
export interface Run {
  readonly options: RunOptions;
  readonly contract: Contract;
  readonly exchanges: Exchange[];
  readonly turns: Turn[];
  /** Ids of the resources that this run created and has not deleted, with the query that they were created under. */
  readonly created: ReadonlyMap<string, Record<string, string>>;
  /** Resolves once no request is under way any more. */
  idle(): Promise<void>;
  /** Turns that were taken; each costs the server's owner tokens. */
  readonly turnsSent: number;
  /** Sends one request and reads its whole answer; of a stream only the head is read. */
  send(operation: string | Operation, parts: RequestParts, intent: Intent): Promise<Exchange>;
  /**
   * Sends one turn and follows it event by event. `undefined` where the budget of turns is spent, or turns have proved
   * to have no end.
   */
  stream(turn: TurnRequest): Promise<Turn | Exchange | undefined>;
}

/** One turn to send. */
export interface TurnRequest {
  session: string;
  parts: RequestParts;
  intent: Intent;
  onMessage?: TurnReading['onMessage'];
}

/** Thrown where it makes no sense to go on: the message is one line that says where the run stopped, and why. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** True where a stream was opened and followed. */
export function isTurn(result: Turn | Exchange | undefined): result is Turn {
  return result !== undefined && 'messages' in result;
}

/** What a run needs of the world. */
export interface RunDependencies {
  transport: Transport;
  clock: Clock;
  validate: SchemaValidator;
  resource?: Resource;
  signal: AbortSignal;
  userAgent: string;
  /** Called as each request is sent. */
  onExchange?(exchange: Exchange, turns: number): void;
}

/** The longest wait that a 429 may ask for, in milliseconds, and how often it is obeyed for one request. */
const patience = { wait: 30_000, tries: 3 };

/** Characters of an answer that are kept as text. */
const keptText = 4_000;

/** Starts a run. Nothing is sent yet. */
export function createRun(options: RunOptions, dependencies: RunDependencies): Run {
  const { transport, clock, validate, resource, signal, userAgent, onExchange } = dependencies;
  const { contract } = options;
  const startedAt = clock.now();
  const exchanges: Exchange[] = [];
  const turns: Turn[] = [];
  const created = new Map<string, Record<string, string>>();
  const keys = new Map<string, Set<string>>();
  const pending = new Set<Promise<unknown>>();
  const inTurn = createLimit(options.concurrency);
  const limit = <T>({ atOnce }: Intent, task: () => Promise<T>) => {
    const result = atOnce ? task() : inTurn(task);
    pending.add(result);
    const done = () => pending.delete(result);
    result.then(done, done);
    return result;
  };
  const takePlace = createRate(options.rate, clock, signal);
  let unanswered = 0;
  let waited = 0;
  let turnsSent = 0;

  /**
   * A connection that was kept open may be closed by the server just as it is used again: a request that met this was
   * not read, and is sent once more. A server that closes every connection is met the second time.
   */
  const transportOnce: Transport = async (request) => {
    const response = await transport(request);
    return 'kind' in response && response.kind === 'reset' ? transport(request) : response;
  };

  const open = async (operation: Operation, parts: RequestParts, intent: Intent) => {
    const credential = intent.credential ?? 'valid';
    if (options.readOnly && (intent.method ?? operation.method) !== 'GET') {
      throw new Error(`A run that only reads was about to send ${operation.id}.`);
    }
    const request = buildRequest(options, operation, parts, { credential, method: intent.method, userAgent });
    const exchange: Exchange = {
      number: exchanges.length + 1,
      operation: operation.id,
      purpose: intent.purpose,
      case: intent.case ?? { kind: 'valid' },
      credential,
      ...(intent.session === undefined ? {} : { session: intent.session }),
      request: request.shown,
      startedAt: clock.now() - startedAt,
      durationMs: 0,
    };
    exchanges.push(exchange);
    onExchange?.(exchange, turnsSent);
    for (let attempt = 1; ; attempt += 1) {
      if (signal.aborted) throw new RunStopped('The run was interrupted.');
      await takePlace();
      const toTheEnd = operation.id === resource?.create.id;
      const response = await transportOnce({ ...request.sent, toTheEnd });
      exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
      if ('kind' in response) {
        fail(exchange, response);
        return { exchange };
      }
      const wait = response.status === 429 && attempt < patience.tries ? retryAfter(response, clock) : undefined;
      if (wait === undefined) {
        const head = describeHead(response, request.secret);
        exchange.response = { ...head, firstByteMs: exchange.durationMs };
        return { exchange, response, secret: request.secret };
      }
      for await (const _ of response.chunks(limits.bodyBytes));
      waited += wait;
      if (wait > patience.wait || waited > options.timeout + patience.wait) {
        const { method, target } = exchange.request;
        throw new RunStopped(
          `Stopped at ${method} ${target}: 429, and the server asks to wait ${Math.round(wait / 1000)} s; try later, or with --rate.`,
        );
      }
      await clock.sleep(wait, signal);
    }
  };

  const fail = (exchange: Exchange, failure: ExchangeFailure) => {
    exchange.failure = failure;
    if (failure.kind === 'aborted' && signal.aborted) throw new RunStopped('The run was interrupted.');
    if (failure.kind === 'aborted') return;
    unanswered += 1;
    const { method, target } = exchange.request;
    if (failure.kind === 'too-large' || failure.kind === 'unreachable' || unanswered >= limits.unanswered) {
      throw new RunStopped(`Stopped at ${method} ${target}: ${failure.message}`);
    }
  };

  const readBody = async (exchange: Exchange, response: TransportResponse, secret: string | undefined) => {
    const text = new TextDecoder();
    const pieces: string[] = [];
    for await (const chunk of response.chunks(limits.bodyBytes)) pieces.push(text.decode(chunk, { stream: true }));
    const whole = pieces.join('') + text.decode();
    const failure = response.failure();
    if (failure) fail(exchange, failure);
    const body = hideSecret(whole, secret);
    const json = parseBounded(body);
    const head = exchange.response as ExchangeResponse;
    exchange.response = {
      ...head,
      text: beginningOf(body),
      ...(json === undefined ? {} : { json }),
      echoesCredential: head.echoesCredential || body !== whole,
    };
    exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
  };

  const remember = (exchange: Exchange) => {
    const { response, operation } = exchange;
    if (!resource || !response || response.status >= 300) return;
    if (operation === resource.create.id && exchange.request.method === 'POST' && isObject(response.json)) {
      const id = response.json[resource.parameter];
      if (typeof id === 'string' && id.length > limits.idCharacters) {
        const { method, target } = exchange.request;
        throw new RunStopped(
          `Stopped at ${method} ${target}: a ${resource.parameter} of ${id.length} characters fits no address; the session is not deleted.`,
        );
      }
      if (typeof id === 'string') created.set(id, scopeOf(exchange));
    }
    if (operation === resource.delete?.id && exchange.session && exchange.request.method === 'DELETE') {
      created.delete(exchange.session);
    }
  };

  return {
    options,
    contract,
    exchanges,
    turns,
    created,
    idle: async () => {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
    get turnsSent() {
      return turnsSent;
    },
    send: (operation, parts, intent) =>
      limit(intent, async () => {
        const target = typeof operation === 'string' ? operationById(contract, operation) : operation;
        const { exchange, response, secret } = await open(target, parts, intent);
        if (!response) return exchange;
        const streams = exchange.response?.headers['content-type']?.includes('event-stream');
        if (streams) response.abort();
        else await readBody(exchange, response, secret);
        remember(exchange);
        return exchange;
      }),
    stream: ({ session, parts, intent, onMessage }) =>
      limit(intent, async () => {
        const operation = contract.operations.find((candidate) => candidate.stream);
        const endless = turns.filter(
          ({ ended, exchange }) =>
            ended === 'too-large' || (ended === 'silent' && exchange.durationMs >= options.timeout),
        ).length;
        if (!operation?.stream || turnsSent >= options.maxTurns || endless >= limits.endlessTurns) return undefined;
        turnsSent += 1;
        const { exchange, response, secret } = await open(operation, parts, { ...intent, session });
        if (!response) return exchange;
        if (response.status >= 300) {
          turnsSent -= 1;
          await readBody(exchange, response, secret);
          return exchange;
        }
        const earlierKeys = keys.get(session) ?? new Set<string>();
        const record = await readTurn(response, {
          contract,
          stream: operation.stream,
          validate,
          earlierKeys,
          closingTime: Math.min(options.timeout, 5_000),
          elapsed: () => clock.now() - startedAt - exchange.startedAt,
          hide: (text) => hideSecret(text, secret),
          ...(onMessage ? { onMessage } : {}),
        });
        const { keys: ownKeys, echoesCredential: _, ...seen } = record;
        keys.set(session, new Set([...earlierKeys, ...ownKeys]));
        exchange.durationMs = clock.now() - startedAt - exchange.startedAt;
        const json = parts.body && 'json' in parts.body ? parts.body.json : {};
        const { prompt, index_ids: indexIds } = json as { prompt: string; index_ids: string[] };
        const turn: Turn = { exchange, session, prompt, indexIds, ...seen };
        if (record.echoesCredential && exchange.response) exchange.response.echoesCredential = true;
        turns.push(turn);
        return turn;
      }),
  };
}

function describeHead(response: TransportResponse, secret: string | undefined): Omit<ExchangeResponse, 'firstByteMs'> {
  const sent = [...response.headers.entries()];
  const headers = Object.fromEntries(sent.map(([name, value]) => [name, hideSecret(value, secret)]));
  const echoesCredential = sent.some(([, value]) => hideSecret(value, secret) !== value);
  return { status: response.status, headers, text: '', echoesCredential };
}

/** The beginning of a text, as a copy: a slice would keep the whole of it in memory. */
function beginningOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text.slice(0, keptText)));
}

/** What a server says never brings the credential into a report. */
function hideSecret(text: string, secret: string | undefined): string {
  return secret === undefined ? text : text.replaceAll(secret, '[credential]');
}

/** The query that an exchange was sent with: whose resource it created. */
function scopeOf({ request }: Exchange): Record<string, string> {
  return Object.fromEntries(new URL(request.target, 'http://localhost').searchParams);
}

/** How long a 429 asks to wait, in milliseconds (RFC 9110, section 10.2.3); `undefined` where it does not say. */
function retryAfter(response: TransportResponse, clock: Clock): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - clock.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}

import { type Operation, operationById } from '../../../src/openapi/contract.ts';
import { mediaTypeOf } from '../../../src/openapi/media-type.ts';
import { maskCredentials } from '../../../src/shared/mask-credentials.ts';
import type { RequestParts } from '../../probes/cases/request-case.ts';
import { buildRequest } from '../http/build-request.ts';
import { describeHead } from '../http/describe-response.ts';
import type { Exchange } from '../http/exchange.ts';
import { createKeptJson } from '../http/kept-json.ts';
import { createLimit } from '../http/limit.ts';
import { createRate } from '../http/rate.ts';
import { createRateLimitWaits } from '../http/rate-limit-waits.ts';
import type { TransportRequest, TransportResponse } from '../http/transport.ts';
import { readTurn } from '../read-turn.ts';
import type { Intent, Run, RunDependencies } from '../run.ts';
import { limits, type RunOptions } from '../run-options.ts';
import type { Turn } from '../turn.ts';
import { createTurnBudget, type TurnPlace } from '../turn-budget.ts';
import { createTurnPatience } from '../turn-patience.ts';
import { createCreatedResources } from './created-resources.ts';
import { createBodyReader, unread } from './read-body.ts';
import { createRunStop } from './stop-run.ts';

/** Starts a run. Nothing is sent yet. */
export function createRun(options: RunOptions, dependencies: RunDependencies): Run {
  const { transport, clock, validate, resources, signal, userAgent, onProgress } = dependencies;
  const { contract } = options;
  const startedAt = clock.now();
  const exchanges: Exchange[] = [];
  const turns: Turn[] = [];
  const keys = new Map<string, Set<unknown>>();
  const elapsed = (exchange: Exchange) => clock.now() - startedAt - exchange.startedAt;
  const stop = createRunStop(options, dependencies);
  const { created, creates, remember } = createCreatedResources(resources, stop);
  const kept = createKeptJson(limits.keptBytes);
  const readBody = createBodyReader({ kept, stop, creates, elapsed });
  const pending = new Set<Promise<unknown>>();
  const inTurn = createLimit(options.concurrency);
  const limit = <T>({ atOnce, urgent }: Intent, task: () => Promise<T>) => {
    const result = atOnce ? task() : inTurn(task, urgent);
    pending.add(result);
    const done = () => pending.delete(result);
    result.then(done, done);
    return result;
  };
  const takePlace = createRate(options.rate, clock, signal);
  const rateLimit = createRateLimitWaits(clock, options.timeout);
  const waiting = new Map<number, Exchange>();
  const patience = createTurnPatience(options, turns);
  const budget = createTurnBudget(options.maxTurns, dependencies.essentialTurns);

  const tellProgress = (operation: string) => {
    const [oldest] = waiting.values();
    onProgress?.({
      requests: exchanges.length,
      turns: budget.spent,
      operation,
      ...(oldest ? { waitingFor: { operation: oldest.operation, since: startedAt + oldest.startedAt } } : {}),
    });
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
    stop.check();
    exchanges.push(exchange);
    waiting.set(exchange.number, exchange);
    tellProgress(operation.id);
    for (let attempt = 1; ; attempt += 1) {
      stop.check();
      await takePlace();
      const toTheEnd = creates(operation.id);
      const response = await transportTwice({ ...request.sent, toTheEnd }, place);
      exchange.durationMs = elapsed(exchange);
      if ('kind' in response) {
        waiting.delete(exchange.number);
        // Without a response it is unknown whether the server started the turn.
        if (response.kind !== 'unreachable') place?.spend();
        stop.fail(exchange, response);
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
        throw stop.halt(
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

  /** Marks an exchange as finished. */
  const finish = (exchange: Exchange) => {
    waiting.delete(exchange.number);
    tellProgress(exchange.operation);
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
        stop.countTime(exchange.durationMs);
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
    halt: stop.halt,
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
          elapsed: () => elapsed(exchange),
          hide: (text) => maskCredentials(text, secrets),
          ...(onMessage ? { onMessage } : {}),
        }).finally(() => finish(exchange));
        const { keys: ownKeys, echoesCredential: _, ...seen } = record;
        keys.set(session, new Set([...earlierKeys, ...ownKeys]));
        exchange.durationMs = elapsed(exchange);
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

/** The operation's id; the method and the path if the method is not the operation's own. */
function labelOf({ id, method: own, path }: Operation, { method = own }: Intent): string {
  return method === own ? id : `${method} ${path}`;
}

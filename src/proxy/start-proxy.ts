import type { Report } from '../../contract-tests/report/report.ts';
import type { RatedViolation } from '../../contract-tests/run/evaluate.ts';
import { chatApiDocument } from '../../generated/chat-api-document.ts';
import type { ControlAccess } from '../../mock/control/control-guard.ts';
import type { Incoming } from '../../mock/http/exchange.ts';
import type { LogEntry } from '../../mock/http/log.ts';
import { createMock } from '../../mock/mock.ts';
import { fromNode } from '../../mock/node/node-exchange.ts';
import { type RunningMock, serveOnPort } from '../../mock/node/start-mock.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { contractOf } from '../openapi/read/read-contract.ts';
import { schemaValidatorOf } from '../openapi/validate/schema-validator.ts';
import { UsageError } from '../shared/usage-error.ts';
import { type ExchangeObserver, observeWith } from './exchange-observer.ts';
import { type Carrier, createForwarder } from './forward.ts';
import { liveFaults } from './live-faults.ts';
import { sendReply } from './live-reply.ts';
import { observeJournal } from './observe-journal.ts';
import { createKeptExchanges } from './recording/kept-exchanges.ts';
import { createRecordingObserver } from './recording/observe-recording.ts';
import { openRecordingFolder } from './recording/recording-folder.ts';
import { openReplay } from './recording/replay.ts';
import { createSessionTurns } from './recording/session-turns.ts';
import { openUpstream } from './upstream/upstream.ts';
import { seenViolation } from './validation/format-violation.ts';
import { createContractObserver } from './validation/observe-contract.ts';
import { createTrafficJudge } from './validation/traffic-judge.ts';

/** Options of a proxy. */
export interface ProxyOptions {
  /** The server to forward to, with its base path: `https://staging.example.com/api`. */
  upstream: string;
  /** The bundled OpenAPI document to validate against (default: the Chat API). */
  document?: OpenApiDocument;
  /** Default: any free port. */
  port?: number;
  /** Default: the loopback address. */
  host?: string;
  /** Faults that are always on: `latency:200`. */
  faults?: readonly string[];
  /** Add CORS headers that let a page of any origin read responses. */
  cors?: boolean;
  /** Who may use `/__mock/`; `off` forwards these paths, too. */
  control?: ControlAccess | 'off';
  /** Maximum silence of the upstream, in milliseconds (default: 5 minutes). */
  timeout?: number;
  /** Maximum time from a request to the end of its response, in milliseconds (default: an hour). */
  requestTimeout?: number;
  /** Called for each request once its response has ended. */
  log?: (entry: LogEntry) => void;
  /** Violations of assumed rules are errors instead of warnings. */
  strict?: boolean;
  /** Maximum decoded bytes of a body to validate (default: 1 MiB). A longer body is forwarded and reported. */
  bodyLimit?: number;
  /** Folder in which each exchange is recorded as a mock scenario. */
  record?: string;
  /** Folder of recordings to replay; unrecorded requests are forwarded. */
  replay?: string;
  /** With `replay`: return 504 instead of forwarding. */
  offline?: boolean;
  /** Called with a line for each exchange that was recorded or could not be. */
  onRecorded?: (line: string) => void;
  /** Called with each violation as soon as it is known. */
  onViolation?: (violation: RatedViolation) => void;
}

/** A running proxy, with the controls of a mock. */
export interface RunningProxy extends Omit<RunningMock, 'serve' | 'token' | 'scenarios' | 'scenarioWarnings'> {
  /** The results so far, in the format of the contract tests' `report.json`. */
  report(): Promise<Report>;
}

/** Maximum bytes of a request head, and of a response head. */
const headerBytes = 65_536;

/**
 * Starts a proxy in front of one server.
 *
 * @param options where to forward, and what to do on the way
 * @throws {UsageError} if `upstream` is not an http or https URL, or the port is not available
 *
 * @example
 * import { startProxy } from 'chat-contract/proxy';
 *
 * const proxy = await startProxy({ upstream: 'http://127.0.0.1:4010' });
 * await fetch(`${proxy.url}/api/v1/chat`, { headers: { authorization: 'Bearer any-token' } });
 * await proxy.close();
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { timeout = 300_000, requestTimeout = 3_600_000 } = options;
  const upstream = openUpstream(readUpstream(options.upstream), { silence: timeout, headerBytes });
  const carriers = new WeakMap<Incoming, Carrier>();
  const document = options.document ?? chatApiDocument();
  const contract = contractOf(document);
  const judge = createTrafficJudge(contract, {
    upstream: options.upstream.replace(/\/+$/, ''),
    strict: options.strict === true,
    now: Date.now,
  });
  const validate = schemaValidatorOf(contract.document);
  const bodyLimit = options.bodyLimit ?? 1_048_576;
  const turns = createSessionTurns();
  const now = () => performance.now();
  const observer = createContractObserver({
    contract,
    validate,
    judge,
    onViolation(violation, { sandbox, number }) {
      sandbox.journal.report(number, seenViolation(violation, options.upstream));
      options.onViolation?.(violation);
    },
    bodyLimit,
    now,
  });
  const kept = createKeptExchanges({ contract, validate, turns, now });
  const observers: ExchangeObserver[] = [observer.observe, observeJournal];
  const control = options.control ?? 'local';
  if (control !== 'off') observers.push(kept.observe);
  if (options.record !== undefined) {
    const folder = openRecordingFolder(options.record, contract, validate);
    const onRecorded = options.onRecorded ?? (() => {});
    observers.push(createRecordingObserver({ folder, bodyLimit, now, onRecorded, turns }));
  }
  if (options.offline && options.replay === undefined) throw new UsageError('--offline needs --replay DIR.');
  const mock = createMock({
    document,
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.log ? { log: options.log } : {}),
    control,
    tools: { proxy: { upstream: options.upstream, scenarioOf: kept.scenarioOf } },
    cors: options.cors === true,
    knownFaults: liveFaults,
    seed: 'none',
    respond: createForwarder({
      upstream,
      carrierOf: (incoming) => carriers.get(incoming)!,
      observe: observeWith(observers, (error, { method, target }) =>
        judge.skip(`${method} ${target.split('?')[0]}`, `the check failed: ${error}`),
      ),
      requestTimeout,
      turns,
      bodyLimit,
      offline: options.offline === true,
      ...(options.replay === undefined ? {} : { replay: openReplay(options.replay, contract, validate) }),
    }),
  });
  try {
    const {
      serve: _,
      scenarios: __,
      scenarioWarnings: ____,
      token: ___,
      ...running
    } = await serveOnPort(mock, options, {
      read(request, stall, response) {
        const incoming = fromNode(request, stall);
        carriers.set(incoming, { request, response });
        return incoming;
      },
      send: sendReply,
      requestTimeout,
    });
    return {
      ...running,
      get operations() {
        return mock.operations;
      },
      async report() {
        await observer.settled();
        return judge.report();
      },
      async close(how) {
        await running.close(how);
        await upstream.close();
      },
    };
  } catch (error) {
    await upstream.close();
    throw error;
  }
}

function readUpstream(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`--upstream ${text} is not a URL. Expected one such as https://staging.example.com.`);
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw new UsageError('--upstream must not contain a user name or password. Clients send their own credentials.');
  }
  if (url.search || url.hash) throw new UsageError(`--upstream ${text} must not have a query or a fragment.`);
  return url;
}

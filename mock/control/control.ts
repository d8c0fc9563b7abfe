import type { Operation } from '../../src/openapi/contract.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { cut } from '../../src/shared/excerpt.ts';
import { isObject } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { Fault } from '../faults/fault.ts';
import type { Sandbox } from '../sandbox.ts';
import { isFraming } from '../scenarios/apply-directive.ts';
import type { ScenarioLibrary } from '../scenarios/scenario-library.ts';
import { plantSeed, type Seed } from '../sessions/seed.ts';
import { fullSessionOf } from '../sessions/session.ts';
import type { StreamProblem } from '../streams/stream-reading.ts';
import { readTranscript, withTurns, writeTranscript } from '../streams/transcript.ts';
import type { FeedListener } from './request-journal.ts';
import type { PreparedResponse, QueuedResponse } from './response-queue.ts';
import type { RequestFilter, SeenRequest } from './seen-request.ts';
import { checkFault, checkName, checkPace, checkSpeed, readSettings, type Settings } from './settings.ts';
import type { StreamAction } from './stream-journal.ts';
import type { SeenStream } from './stream-record.ts';

/** The controls of a mock for tests. */
export interface Controls {
  /** Clears sessions, requests and queued responses, and restores the initial sessions or those of `seed`. */
  reset(seed?: string | Seed): Promise<void>;
  /** Adds sessions, replacing those with the same id. @throws {UsageError} with the location of the problem */
  seed(seed: string | Seed): Promise<void>;
  /** Queues a response for the next request. @throws {UsageError} naming the invalid value */
  next(prepared: PreparedResponse): void;
  /** The queued responses in order. */
  queue(): QueuedResponse[];
  /** Replaces a queued response; `undefined` removes it. @returns false if the id is unknown */
  requeue(id: string, prepared: PreparedResponse | undefined): boolean;
  /** Clears the list of requests; sessions remain. */
  clearRequests(): void;
  /** The last thousand requests, oldest first. */
  requests(filter?: RequestFilter): SeenRequest[];
  /**
   * Resolves to the next matching request, which may already have arrived. Each request is returned once.
   *
   * @param options.timeout milliseconds (default: 5,000)
   * @throws {Error} on timeout, with the requests that arrived instead
   */
  waitForRequest(filter?: RequestFilter, options?: { timeout?: number }): Promise<SeenRequest>;
  /** All sessions with their histories, by project. */
  sessions(): Promise<Record<string, Record<string, unknown>[]>>;
  /** The settings for all requests. */
  settings(): Settings;
  /** Changes settings for later requests. @throws {UsageError} naming the invalid value */
  configure(change: Partial<Settings>): void;
  /** Current and recent streams. */
  streams(): SeenStream[];
  /** Pauses, resumes, steps or cuts a stream. */
  act(stream: string, action: StreamAction): 'done' | 'unknown' | 'senseless';
  /** Exports a session's history as a `.sse` fixture. @throws {NoSession} */
  exportTranscript(session: string, project?: string): Promise<string>;
  /**
   * Adds the turns of a `.sse` fixture to a session's history.
   *
   * @returns their protocol violations
   * @throws {NoSession}
   * @throws {UsageError} if it cannot be read
   */
  importTranscript(session: string, text: string, project?: string): Promise<StreamProblem[]>;
  /** Calls `listener` for each event of the mock. @returns a function that stops listening */
  listen(listener: FeedListener): () => void;
}

/** The parts and valid names that the controls use. */
export interface ControlParts {
  clock: Clock;
  /** @throws {UsageError} */
  readSeed(seed: string | Seed): Seed;
  operations(): readonly Operation[];
  scenarios: ScenarioLibrary;
  faults: ReadonlyMap<string, Fault>;
}

/** The controls of one sandbox. */
export function createControls(sandbox: Sandbox, parts: ControlParts): Controls {
  const { store } = sandbox.context;
  const planter = (seed: string | Seed) => {
    const read = parts.readSeed(seed);
    return () => plantSeed(read, store, parts.clock);
  };
  const findSession = async (project: string, id: string) => {
    const session = await store.get(project, id);
    if (!session || session.deleted) throw new NoSession(`There is no session ${cut(id, 120)} in this project.`);
    return session;
  };
  return {
    reset: async (seed) => sandbox.reset(seed === undefined ? undefined : planter(seed)),
    async seed(seed) {
      const plant = planter(seed);
      await sandbox.ready();
      await plant();
      sandbox.journal.tell('seeded', {});
    },
    next(prepared) {
      checkPrepared(prepared, parts);
      sandbox.next.add(prepared);
      sandbox.journal.tell('queued', prepared);
    },
    queue: () => sandbox.next.list(),
    requeue(id, prepared) {
      if (prepared) checkPrepared(prepared, parts);
      const known = sandbox.next.replace(id, prepared);
      if (known) sandbox.journal.tell('queued', {});
      return known;
    },
    clearRequests() {
      sandbox.journal.clear();
      sandbox.journal.tell('cleared', {});
    },
    requests: (filter) => sandbox.journal.requests(filter),
    waitForRequest: (filter, { timeout } = {}) => sandbox.journal.waitFor(filter, timeout),
    async sessions() {
      await sandbox.ready();
      const projects = await store.projects();
      const lists = await Promise.all(projects.map((project) => store.list(project)));
      return Object.fromEntries(projects.map((project, index) => [project, lists[index]!.map(fullSessionOf)]));
    },
    settings: () => currentSettings(sandbox, parts),
    configure(change) {
      const names = { scenarios: parts.scenarios.names(), faults: parts.faults };
      sandbox.context.settings = { ...sandbox.context.settings, ...readSettings(change, names) };
      sandbox.journal.tell('settings', currentSettings(sandbox, parts));
    },
    streams: () => sandbox.context.streams.streams(),
    act: (stream, action) => sandbox.context.streams.act(stream, action),
    async exportTranscript(session, project = 'default') {
      await sandbox.ready();
      return writeTranscript(await findSession(project, session), protocolOf(parts));
    },
    async importTranscript(session, text, project = 'default') {
      await sandbox.ready();
      await findSession(project, session);
      const protocol = protocolOf(parts);
      const { turns, problems } = readTranscript(text, protocol);
      await store.update(project, session, (stored) => withTurns(stored, turns, protocol, sandbox.context.timestamp()));
      sandbox.journal.tell('seeded', {});
      return problems;
    },
    listen: (listener) => sandbox.journal.listen(listener),
  };
}

/** The settings, including the current default scenario. */
function currentSettings({ context: { settings } }: Sandbox, { scenarios }: ControlParts): Settings {
  const scenario = settings.scenario ?? scenarios.defaultName();
  return { ...(scenario === undefined ? {} : { scenario }), ...settings };
}

/** The session does not exist. */
export class NoSession extends Error {
  override name = 'NoSession';
}

function protocolOf({ operations }: ControlParts) {
  const protocol = operations().find(({ stream }) => stream?.protocol)?.stream?.protocol;
  if (!protocol) throw new UsageError('The document has no stream with a protocol.');
  return protocol;
}

const preparedFields = ['operation', 'scenario', 'fault', 'speed', 'pace', 'response', 'times'];

/**
 * Rejects invalid queued responses at once: one with an unknown name would never be used. The input can be any JSON.
 */
function checkPrepared(prepared: unknown, { operations, scenarios, faults }: ControlParts): void {
  if (!isObject(prepared)) throw new UsageError('next expects an object such as {"operation": "streamMessages"}.');
  const unknown = Object.keys(prepared).find((name) => !preparedFields.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`next has no field ${JSON.stringify(unknown)}. Expected ${preparedFields.join(', ')}.`);
  }
  const { operation, scenario, fault, speed, pace, times = 1, response } = prepared;
  const ids = operations().map(({ id }) => id);
  if (operation !== undefined) checkName('operation', operation, ids);
  if (scenario !== undefined) checkName('scenario', scenario, scenarios.names());
  if (pace !== undefined) checkPace(pace);
  if (speed !== undefined) checkSpeed(speed);
  for (const name of Array.isArray(fault) ? fault : [fault]) if (name !== undefined) checkFault(name, faults);
  if (!Number.isInteger(times) || Number(times) < 1) {
    throw new UsageError(`times must be a whole number of at least 1, not ${JSON.stringify(times)}.`);
  }
  const framing = isObject(response) && isObject(response.headers) && Object.keys(response.headers).find(isFraming);
  if (framing) throw new UsageError(`response.headers cannot have ${framing}: the mock sets it.`);
  if (response !== undefined && !isResponse(response)) {
    throw new UsageError('response must be {"status": 200 to 599, "headers": {"name": "value"}, "body": ...}.');
  }
}

function isResponse(response: unknown): boolean {
  if (!isObject(response)) return false;
  const { status = 200, headers = {} } = response;
  const isStatus = Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599;
  // Reject header values that Node cannot send, instead of failing when the response is due.
  const isText = ([name, value]: [string, unknown]) =>
    /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
  return isStatus && isObject(headers) && Object.entries(headers).every(isText);
}

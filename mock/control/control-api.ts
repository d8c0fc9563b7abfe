import { excerpt } from '../../src/shared/excerpt.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { crossOriginHeaders, isPreflight, preflightReply } from '../http/cross-origin.ts';
import type { Incoming, Reply } from '../http/exchange.ts';
import { errorReply, jsonReply, wrongMethodReply } from '../http/replies.ts';
import { readTarget, type Target } from '../http/target.ts';
import { isSessionName, type Sandboxes, sessionHeader } from '../sandbox.ts';
import type { Seed } from '../sessions/seed.ts';
import { StoreLost } from '../sessions/session-store.ts';
import { type ConsoleFiles, createConsoleFiles, docsReply } from './console-files.ts';
import type { ConsoleTools } from './console-tools.ts';
import { type ContractRuns, createContractRuns } from './contract-runs.ts';
import { type Controls, NoSession } from './control.ts';
import { type ControlAccess, refuseControl } from './control-guard.ts';
import { createFeed, type FeedParts } from './feed.ts';
import type { NextAnswer } from './next-answers.ts';
import type { FeedListener, RequestFilter, SeenRequest } from './request-journal.ts';
import type { Settings } from './settings.ts';
import { type StreamAction, streamActions } from './stream-journal.ts';

/** Handles requests under `/__mock/`. Returns `undefined` for other paths. */
export type ControlAnswerer = (incoming: Incoming) => Promise<Reply | undefined>;

/** The parts that the API uses. */
export interface ControlApiParts extends FeedParts {
  access: ControlAccess;
  /** The controls for the name in `X-Mock-Session`. */
  controlsOf(session: string | undefined): Controls;
  sandboxes: Sandboxes;
  /** The names that the console offers in its menus. */
  names(): object;
  tools: ConsoleTools;
  /** Reads a file of the console; a mock in a browser has none. */
  readConsoleFile(name: string): string | undefined;
  accepts(incoming: Incoming): boolean;
}

interface ControlCall {
  controls: Controls;
  target: Target;
  /** The JSON body; `undefined` without a body. */
  body: unknown;
  /** The raw body. */
  text: string;
  /** The value of the `{…}` in the route's path. */
  name: string;
  /** The name in `X-Mock-Session`. */
  sandbox: string | undefined;
}

interface ControlRoute {
  does: string;
  answer(call: ControlCall, parts: Ready): Promise<Reply> | Reply;
}

/** The parts, plus what is created from them once. */
interface Ready extends ControlApiParts {
  runs: ContractRuns;
  docs(): Promise<Reply>;
}

const done: Reply = { status: 204, headers: {} };
const longestBody = 10_000_000;

/** The routes by path and method, with the description that `GET /__mock/` returns. */
const routes: Record<string, Record<string, ControlRoute>> = {
  '/__mock': {
    GET: { does: 'lists the operations of this API', answer: () => jsonReply(200, { routes: describeRoutes() }) },
  },
  '/__mock/requests': {
    GET: {
      does: 'lists the requests so far; filters: ?operation=, ?method=, ?path=, ?status=',
      answer: ({ controls, target }, parts) =>
        jsonReply(200, {
          requests: isForAll(target)
            ? inAllSandboxes(parts, (one) => one.requests(filterOf(target))).sort(byTime)
            : controls.requests(filterOf(target)),
        }),
    },
    DELETE: {
      does: 'clears the list of requests',
      answer({ controls }) {
        controls.clearRequests();
        return done;
      },
    },
  },
  '/__mock/requests/next': {
    GET: {
      does: 'waits for the next matching request, with the same filters; ?timeout= in milliseconds; 404 on timeout',
      answer: waitForRequest,
    },
  },
  '/__mock/requests/{number}/scenario': {
    GET: {
      does: 'proxy only: exports a forwarded request and its response as a scenario',
      answer: giveScenario,
    },
  },
  '/__mock/sessions': {
    GET: {
      does: 'lists all sessions with their histories, by project',
      answer: async ({ controls }) => jsonReply(200, { projects: await controls.sessions() }),
    },
  },
  '/__mock/seed': {
    POST: {
      does: 'adds the sessions of {"sessions": [...]}',
      async answer({ controls, body }) {
        await controls.seed(seedIn(body) ?? (body as Seed));
        return done;
      },
    },
  },
  '/__mock/reset': {
    POST: {
      does: 'resets the state; {"seed": "demo", "none" or {"sessions": [...]}} sets the sessions',
      async answer({ controls, body }) {
        await controls.reset(seedIn(body));
        return done;
      },
    },
  },
  '/__mock/next': {
    GET: {
      does: 'lists the queued responses with their ids and remaining uses',
      answer: ({ controls }) => jsonReply(200, { queue: controls.queue() }),
    },
    POST: {
      does: 'queues {"operation", "scenario", "fault", "speed", "response": {"status", "headers", "body"}, "times"}, or a list of them',
      answer({ controls, body }) {
        for (const one of Array.isArray(body) ? body : [body]) controls.next(one as NextAnswer);
        return done;
      },
    },
  },
  '/__mock/next/{id}': {
    PUT: {
      does: 'replaces a queued response',
      answer: ({ controls, body, name }) =>
        controls.requeue(name, body as NextAnswer) ? done : errorReply(404, 'Unknown queued response.'),
    },
    DELETE: {
      does: 'removes a queued response',
      answer: ({ controls, name }) =>
        controls.requeue(name, undefined) ? done : errorReply(404, 'Unknown queued response.'),
    },
  },
  '/__mock/events': {
    GET: {
      does: 'live feed as server-sent events: request, finished, stream-…, queued, settings, seeded, reset; ?sandboxes=all',
      answer: ({ controls, target }, parts) =>
        createFeed(isForAll(target) ? (listener) => listenToAll(parts, listener) : controls.listen, parts),
    },
  },
  '/__mock/settings': {
    GET: {
      does: 'returns the settings for all requests: {"scenario", "faults", "speed"}',
      answer: ({ controls }) => jsonReply(200, controls.settings()),
    },
    PATCH: {
      does: 'changes settings for all later requests',
      answer({ controls, body }) {
        controls.configure(body as Partial<Settings>);
        return done;
      },
    },
  },
  '/__mock/streams': {
    GET: {
      does: 'lists current and recent streams with every event sent; ?sandboxes=all',
      answer: ({ controls, target }, parts) =>
        jsonReply(200, {
          streams: isForAll(target) ? inAllSandboxes(parts, (one) => one.streams()) : controls.streams(),
        }),
    },
  },
  '/__mock/streams/{stream}': {
    POST: {
      does: 'controls a stream: {"action": "pause", "resume", "step" or "cut"}',
      answer: steerStream,
    },
  },
  '/__mock/sessions/{session}/transcript': {
    GET: {
      does: "exports a session's history as a .sse fixture; ?project=",
      answer: async ({ controls, name, target }) => ({
        status: 200,
        headers: fileHeaders(`${name}.sse`),
        text: await controls.exportTranscript(name, projectIn(target)),
      }),
    },
    POST: {
      does: 'appends the turns of a .sse fixture to the history; returns {"problems"}, their protocol violations',
      answer: async ({ controls, name, target, text }) =>
        jsonReply(200, { problems: await controls.importTranscript(name, text, projectIn(target)) }),
    },
  },
  '/__mock/names': {
    GET: {
      does: 'lists operations, scenarios, faults, sandboxes and optional features',
      answer: (_, parts) =>
        jsonReply(200, {
          ...parts.names(),
          sandboxes: parts.sandboxes.names(),
          ...(parts.tools.proxy ? { upstream: parts.tools.proxy.upstream } : {}),
          tools: {
            docs: parts.tools.buildDocs !== undefined,
            contractTests: parts.tools.runContractTests !== undefined,
          },
        }),
    },
  },
  '/__mock/docs': {
    GET: { does: 'returns the documentation page of the contract', answer: (_, parts) => parts.docs() },
  },
  '/__mock/contract-runs': {
    POST: {
      does: 'runs the contract tests against {"baseUrl", "token", "indexIds", "readOnly", "maxTurns", "strict", "rules"}, as server-sent events',
      answer: ({ body }, { runs }) => runs(body),
    },
  },
};

/** A matched route and the name in its path. */
interface FoundRoute {
  path: string;
  methods: Record<string, ControlRoute>;
  name: string;
}

const patterns = Object.entries(routes).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/, '([^/]+)')}$`),
}));

function findRoute(path: string): FoundRoute | undefined {
  for (const { methods, pattern } of patterns) {
    const match = pattern.exec(path);
    if (match) return { path, methods, name: decode(match[1] ?? '') };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The control API: the same as `Controls`, over HTTP. */
export function createControlApi(given: ControlApiParts): ControlAnswerer {
  const { closing, tools } = given;
  const parts: Ready = {
    ...given,
    runs: createContractRuns(tools.runContractTests, closing),
    docs: keepDocs(tools, closing),
  };
  const files = createConsoleFiles(given.readConsoleFile);
  const answer = async (incoming: Incoming, target: Target): Promise<Reply> => {
    const refused = refuseControl(incoming, parts.access);
    if (refused) return errorReply(403, refused);
    if (isPreflight(incoming)) return preflightReply(incoming);
    const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
    const asked = method === 'GET' ? findFile(incoming, target, files) : undefined;
    if (asked) return asked;
    // Other machines can reach the port, so the mock's token is required.
    if (parts.access === 'any' && !parts.accepts(incoming))
      return errorReply(401, 'The token of this mock is missing or wrong.');
    const path = target.path.replace(/\/$/, '');
    const found = findRoute(path);
    if (!found) return errorReply(404, 'GET /__mock/ lists the available operations.');
    const route = found.methods[method];
    if (!route) return wrongMethodReply(method, path, Object.keys(found.methods));
    const bytes = await incoming.readBody(longestBody);
    if (typeof bytes === 'string') return errorReply(413, 'The body is too long or incomplete.');
    const text = new TextDecoder().decode(bytes);
    const isFixture = path.endsWith('/transcript');
    const body = text === '' || isFixture ? undefined : parseJson(text);
    if (text !== '' && !isFixture && body === undefined) return errorReply(422, 'The body is not JSON.');
    const session = incoming.header(sessionHeader);
    if (session !== undefined && !isSessionName(session)) {
      return errorReply(422, 'X-Mock-Session must have 1 to 100 letters, digits or characters of . _ : -');
    }
    const controls = parts.controlsOf(session);
    return route.answer({ controls, target, body, text, name: found.name, sandbox: session }, parts);
  };
  return async (incoming) => {
    const target = readTarget(incoming.target);
    if (target.path !== '/__mock' && !target.path.startsWith('/__mock/')) return undefined;
    try {
      const reply = await answer(incoming, target);
      const headers =
        reply.status === 403 ? reply.headers : { ...reply.headers, ...crossOriginHeaders(incoming, reply) };
      return { ...reply, headers: { 'cache-control': 'no-store', ...headers } };
    } catch (error) {
      if (error instanceof UsageError) return errorReply(422, error.message);
      if (error instanceof NoSession) return errorReply(404, error.message);
      if (error instanceof StoreLost) return errorReply(503, error.message);
      return errorReply(500, error instanceof Error ? error.message : String(error));
    }
  };
}

/**
 * The console's page and files. Only browsers get the page; other clients of `/__mock/` get the list. Nothing is
 * secret.
 */
function findFile(incoming: Incoming, { path }: Target, files: ConsoleFiles): Reply | undefined {
  if (path.startsWith('/__mock/console/')) return files.file(path.slice('/__mock/console/'.length));
  if (!incoming.header('accept')?.includes('text/html')) return undefined;
  if (path === '/__mock/') return files.page();
  return path === '/__mock' ? { status: 308, headers: { location: '/__mock/' } } : undefined;
}

/** Builds the page on the first request and caches it. After a failure the next request tries again. */
function keepDocs({ buildDocs }: ConsoleTools, closing: AbortSignal): () => Promise<Reply> {
  let building: Promise<string> | undefined;
  return async () => {
    if (!buildDocs) return errorReply(501, 'This mock cannot build the page. Use npx chat-contract docs.');
    try {
      building ??= buildDocs(closing);
      return docsReply(await building);
    } catch (error) {
      building = undefined;
      return errorReply(501, error instanceof Error ? error.message : String(error));
    }
  };
}

/** Stream ids are unique across sandboxes. */
function steerStream({ body, name }: ControlCall, { sandboxes }: Ready): Reply {
  const action = isObject(body) ? body.action : undefined;
  if (!streamActions.some((one) => one === action)) {
    throw new UsageError(`action must be one of ${streamActions.join(', ')}, not ${excerpt(action, 40)}.`);
  }
  for (const { context } of sandboxes.all()) {
    const came = context.streams.act(name, action as StreamAction);
    if (came === 'done') return done;
    if (came === 'senseless')
      return errorReply(409, `${action} is not possible: ${name} is ${action === 'pause' ? 'already' : 'not'} paused.`);
  }
  return errorReply(404, 'This stream does not exist or has ended.');
}

async function giveScenario({ name, sandbox }: ControlCall, { tools }: Ready): Promise<Reply> {
  if (!tools.proxy) return errorReply(501, 'Only a proxy can export scenarios. Use `record` or `proxy`.');
  const scenario = await tools.proxy.scenarioOf(sandbox, Number(name));
  if ('reason' in scenario) return errorReply(404, scenario.reason);
  return { status: 200, headers: fileHeaders(scenario.file), text: scenario.text };
}

/** A `.sse` file to save. */
function fileHeaders(file: string): Record<string, string> {
  return {
    'content-type': 'text/event-stream; charset=utf-8',
    'content-disposition': `attachment; filename="${file.replaceAll(/[^\w.-]/g, '_')}"`,
    'x-content-type-options': 'nosniff',
  };
}

function isForAll({ query }: Target): boolean {
  return query.get('sandboxes') === 'all';
}

function inAllSandboxes<One extends object>(
  { sandboxes, controlsOf }: Ready,
  of: (controls: Controls) => One[],
): One[] {
  return [undefined, ...sandboxes.names()].flatMap((sandbox) =>
    of(controlsOf(sandbox)).map((one) => (sandbox === undefined ? one : { ...one, sandbox })),
  );
}

function listenToAll({ sandboxes }: Ready, listener: FeedListener): () => void {
  return sandboxes.watch((sandbox, kind, data) => listener(kind, sandbox === undefined ? data : { ...data, sandbox }));
}

function byTime(one: SeenRequest, other: SeenRequest): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : one.number - other.number;
}

function projectIn({ query }: Target): string | undefined {
  return query.get('project')?.toLowerCase() || undefined;
}

async function waitForRequest({ controls, target }: ControlCall): Promise<Reply> {
  const timeout = Number(target.query.get('timeout') ?? 5000);
  if (!(timeout >= 0 && timeout <= 60_000)) throw new UsageError('timeout must be from 0 to 60000 milliseconds.');
  try {
    return jsonReply(200, await controls.waitForRequest(filterOf(target), { timeout }));
  } catch (error) {
    return errorReply(404, (error as Error).message);
  }
}

function filterOf({ query }: Target): RequestFilter {
  const filter: Record<string, string | number> = {};
  for (const name of ['operation', 'method', 'path', 'status']) {
    const value = query.get(name);
    if (value !== null) filter[name] = name === 'status' ? Number(value) : value;
  }
  return filter;
}

/** File names are not accepted over HTTP, so that clients cannot read files of this machine. */
function seedIn(body: unknown): string | Seed | undefined {
  if (body === undefined) return undefined;
  const seed = isObject(body) ? body.seed : body;
  if (seed === undefined || seed === 'demo' || seed === 'none') return seed;
  if (typeof seed === 'string') throw new UsageError('seed must be demo, none or {"sessions": [...]}.');
  return seed as Seed;
}

function describeRoutes(): object[] {
  return Object.entries(routes).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { does }]) => ({ method, path, does })),
  );
}

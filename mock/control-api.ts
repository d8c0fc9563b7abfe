import { isObject, parseJson } from '../lib/json.ts';
import { UsageError } from '../lib/usage-error.ts';
import type { Controls } from './control.ts';
import { type ControlAccess, refuseControl } from './control-guard.ts';
import { crossOriginHeaders, isPreflight, preflightReply } from './cross-origin.ts';
import type { Incoming, Reply } from './exchange.ts';
import { createFeed, type FeedParts } from './feed.ts';
import type { NextAnswer } from './next-answers.ts';
import { errorReply, jsonReply, wrongMethodReply } from './replies.ts';
import type { RequestFilter } from './request-journal.ts';
import type { Seed } from './seed.ts';
import { StoreLost } from './session-store.ts';
import { isSessionName, sessionHeader } from './stage.ts';
import { readTarget, type Target } from './target.ts';

/** Answers requests under `/__mock/`; `undefined` for another path. */
export type ControlAnswerer = (incoming: Incoming) => Promise<Reply | undefined>;

/** What the API stands on. */
export interface ControlApiParts extends FeedParts {
  access: ControlAccess;
  /** The controls for the name in `X-Mock-Session`. */
  controlsOf(session: string | undefined): Controls;
  accepts(incoming: Incoming): boolean;
}

interface ControlCall {
  controls: Controls;
  target: Target;
  /** The JSON body; `undefined` where there is none. */
  body: unknown;
}

interface ControlRoute {
  does: string;
  answer(call: ControlCall, parts: ControlApiParts): Promise<Reply> | Reply;
}

const done: Reply = { status: 204, headers: {} };
const longestBody = 10_000_000;

/** By path and method: what each does, as `GET /__mock/` lists it. */
const routes: Record<string, Record<string, ControlRoute>> = {
  '/__mock': { GET: { does: 'lists these', answer: () => jsonReply(200, { routes: describeRoutes() }) } },
  '/__mock/requests': {
    GET: {
      does: 'the requests so far; ?operation=, ?method=, ?path= and ?status= choose among them',
      answer: ({ controls, target }) => jsonReply(200, { requests: controls.requests(filterOf(target)) }),
    },
  },
  '/__mock/requests/next': {
    GET: {
      does: 'waits for a request that fits and was not given before; ?timeout= in milliseconds; 404 where none came',
      answer: waitForRequest,
    },
  },
  '/__mock/sessions': {
    GET: {
      does: 'every session with its history, by project',
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
      does: 'forgets everything; {"seed": "demo", "none" or {"sessions": [...]}} says what is there then',
      async answer({ controls, body }) {
        await controls.reset(seedIn(body));
        return done;
      },
    },
  },
  '/__mock/next': {
    POST: {
      does: 'queues {"operation", "scenario", "fault", "response": {"status", "headers", "body"}, "times"}, or a list of them',
      answer({ controls, body }) {
        for (const one of Array.isArray(body) ? body : [body]) controls.next(one as NextAnswer);
        return done;
      },
    },
  },
  '/__mock/events': {
    GET: {
      does: 'what happens, as server-sent events: request, finished, queued, seeded, reset',
      answer: ({ controls }, parts) => createFeed(controls, parts),
    },
  },
};

/** The control API: the same as `Controls`, over HTTP. */
export function createControlApi(parts: ControlApiParts): ControlAnswerer {
  const answer = async (incoming: Incoming, target: Target): Promise<Reply> => {
    const refused = refuseControl(incoming, parts.access);
    if (refused) return errorReply(403, refused);
    if (isPreflight(incoming)) return preflightReply(incoming);
    // Beyond this machine the port is all that keeps strangers out, so the mock's token is asked for.
    if (parts.access === 'any' && !parts.accepts(incoming))
      return errorReply(401, 'The token of this mock is missing or wrong.');
    const path = target.path.replace(/\/$/, '');
    const methods = routes[path];
    if (!methods) return errorReply(404, 'GET /__mock/ lists what there is.');
    const route = methods[incoming.method];
    if (!route) return wrongMethodReply(incoming.method, path, Object.keys(methods));
    const bytes = await incoming.readBody(longestBody);
    if (typeof bytes === 'string') return errorReply(413, 'The body is too long, or did not arrive whole.');
    const body = bytes.byteLength === 0 ? undefined : parseJson(new TextDecoder().decode(bytes));
    if (bytes.byteLength > 0 && body === undefined) return errorReply(422, 'The body is not JSON.');
    const session = incoming.header(sessionHeader);
    if (session !== undefined && !isSessionName(session)) {
      return errorReply(422, 'X-Mock-Session must be 1 to 100 letters, digits and . _ : - only.');
    }
    const controls = parts.controlsOf(session);
    return route.answer({ controls, target, body }, parts);
  };
  return async (incoming) => {
    const target = readTarget(incoming.target);
    if (target.path !== '/__mock' && !target.path.startsWith('/__mock/')) return undefined;
    try {
      const reply = await answer(incoming, target);
      const headers = reply.status === 403 ? reply.headers : { ...reply.headers, ...crossOriginHeaders(incoming) };
      return { ...reply, headers: { 'cache-control': 'no-store', ...headers } };
    } catch (error) {
      if (error instanceof UsageError) return errorReply(422, error.message);
      if (error instanceof StoreLost) return errorReply(503, error.message);
      return errorReply(500, error instanceof Error ? error.message : String(error));
    }
  };
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

/** The names of files stay with whoever started the mock: over HTTP nobody reads a file of this machine. */
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

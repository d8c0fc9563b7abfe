import type { ControlHandler } from './control/control-api.ts';
import { namesOf } from './control/response-queue.ts';
import type { KnownNames } from './control/settings.ts';
import type { Fault, ReplyContext } from './faults/fault.ts';
import { crossOriginHeaders, isPreflight, preflightReply } from './http/cross-origin.ts';
import { type Incoming, type Reply, withoutBody, withValue } from './http/exchange.ts';
import type { LogEntry } from './http/log.ts';
import { errorReply, problemsReply } from './http/replies.ts';
import type { Route, Router } from './http/router.ts';
import { readTarget } from './http/target.ts';
import { readCredential } from './request/credential.ts';
import type { Decision, Seen } from './request/decision.ts';
import { readPreference } from './request/preference.ts';
import { problem } from './request/request-problem.ts';
import { isSessionName, type Sandbox, type Sandboxes, sessionHeader } from './sandbox.ts';
import { readPace } from './scenarios/pace.ts';
import { StoreLost } from './sessions/session-store.ts';
import { playPieces } from './streams/piecewise.ts';

/** The parts of the core. */
export interface CoreParts {
  sandboxes: Sandboxes;
  /** The document in use: it can be replaced while the mock runs. */
  serving(): { findRoute: Router; decide: Decision };
  scenarios(): readonly string[];
  faults: ReadonlyMap<string, Fault>;
  /** Handles `/__mock/`; `undefined` if it is switched off. */
  control: ControlHandler | undefined;
  /** From 0 to 1. */
  random(): number;
  settings: CoreSettings;
}

/** The options of `createMock` that the core uses. */
export interface CoreSettings {
  log?: (entry: LogEntry) => void;
  /** Replaces the mock's own decision; a proxy forwards here. */
  respond?: Decision;
  /** Add CORS headers that let a page of any origin read the response (default: true). */
  cors?: boolean;
}

/** Turns a request into a reply: the decision, plus faults, CORS headers, journal and log. */
export function createCore(parts: CoreParts): (incoming: Incoming) => Promise<Reply> {
  const { sandboxes, settings } = parts;
  const decide: Decision = (incoming, seen) => {
    const deciding = parts.serving().decide(incoming, seen);
    return incoming.method === 'HEAD' ? deciding.then(withoutBody) : deciding;
  };
  const { cors = true, respond = decide } = settings;
  const known: KnownNames = {
    get scenarios() {
      return parts.scenarios();
    },
    faults: parts.faults,
  };

  const methodsOf = ({ path, query }: Seen['target']): readonly string[] => {
    // No operation has this method, so the route names those of the path.
    const route = parts.serving().findRoute('', path, query);
    return route.found === 'path' ? route.allowed : [];
  };

  const look = (incoming: Incoming, sandbox: Sandbox): Seen => {
    const target = readTarget(incoming.target);
    const route = parts.serving().findRoute(incoming.method, target.path, target.query);
    const next = route.found === 'operation' ? sandbox.next.take(route.operation.id) : undefined;
    const preference = readPreference(incoming.header('prefer'), known);
    if (next?.scenario !== undefined) preference.scenario = { name: next.scenario, by: 'queued for this request' };
    const pace = next?.pace === undefined ? undefined : readPace(next.pace);
    if (typeof pace === 'object') preference.pace = pace;
    if (next?.speed !== undefined) preference.speed = next.speed;
    const always = sandbox.context.settings.faults;
    const faults = sandbox.faults.lineOf([...always, ...preference.faults, ...namesOf(next?.fault)]);
    return {
      sandbox,
      number: sandbox.journal.arrive(),
      target,
      route,
      preference,
      faults,
      next,
      context: contextOf(route, incoming),
    };
  };

  const answer = async (incoming: Incoming, seen: Seen): Promise<{ reply: Reply; failure?: unknown }> => {
    const { faults, context } = seen;
    try {
      const delay = faults.at('delay', 0, parts);
      if (delay === Number.POSITIVE_INFINITY) incoming.stall?.();
      if (delay > 0) await pause(seen.sandbox, delay);
      const reply =
        cors && isPreflight(incoming)
          ? preflightReply(incoming, methodsOf(seen.target))
          : (refuseSessionName(incoming) ?? (await respond(incoming, seen)));
      if (faults.on.length === 0) return { reply };
      return { reply: playPieces(faults.at('reply', withValue(reply), context), seen.sandbox.context) };
    } catch (error) {
      if (error instanceof StoreLost) return { reply: errorReply(503, error.message, { 'retry-after': '1' }) };
      return { reply: errorReply(500, 'Internal mock error; see its log.'), failure: error };
    }
  };

  return async (incoming) => {
    if (parts.control && incoming.target.startsWith('/__mock')) {
      const reply = await parts.control(incoming);
      if (reply) return incoming.method === 'HEAD' ? withoutBody(reply) : reply;
    }
    const name = incoming.header(sessionHeader);
    const sandbox = sandboxes.of(isSessionName(name) ? name : undefined);
    const { clock } = sandbox.context;
    const started = clock.now();
    const seen = look(incoming, sandbox);
    const { reply, failure } = await answer(incoming, seen);
    const { faults } = seen;
    const headers: Record<string, string> = Object.assign(
      {},
      reply.headers,
      cors && crossOriginHeaders(incoming, reply),
    );
    if (faults.touched.size > 0) headers['x-mock-fault'] = [...faults.touched].join(', ');
    if (faults.on.length > 0) headers['x-mock-faults-on'] = faults.on.join(', ');
    const sent = { ...reply, headers };
    tell(settings.log, incoming, seen, sent, started, failure);
    return sent;
  };
}

const noFaults: readonly string[] = [];

/** Adds the request to the journal when the response begins, and to the log when it has ended. */
function tell(
  log: ((entry: LogEntry) => void) | undefined,
  incoming: Incoming,
  { sandbox, number, target, route, faults, bytes }: Seen,
  reply: Reply,
  started: number,
  failure: unknown,
): void {
  const { status, headers, playback } = reply;
  const operation = route.found === 'operation' ? route.operation.id : undefined;
  const scenario = reply.label ?? headers['x-mock-scenario'];
  const reason = headers['x-mock-scenario-reason'];
  const { path, search } = target;
  const touched = faults.touched.size > 0 ? [...faults.touched] : noFaults;
  const { method } = incoming;
  const { journal } = sandbox;
  const { clock } = sandbox.context;
  journal.add(number, {
    method,
    rawHeaders: incoming.rawHeaders,
    at: started,
    path,
    search,
    bytes,
    operation,
    status,
    scenario,
    reason,
    faults: touched,
    session: route.found === 'operation' ? route.parameters.session_id : undefined,
    responseHeaders: headers,
    refusal: status >= 400 ? reply.body : undefined,
    reply,
    milliseconds: undefined,
  });
  const faultsOn = faults.on;
  // Lives as long as its stream, and thousands may be open: it keeps only these values of the request.
  const end = () => {
    const milliseconds = Math.round(clock.now() - started);
    journal.finish(number, milliseconds);
    log?.({
      method,
      path,
      status,
      milliseconds,
      scenario,
      reason,
      faults: touched,
      faultsOn,
      ...(failure === undefined ? {} : { failure }),
    });
  };
  if (playback) playback.onEnd(end);
  else end();
}

function refuseSessionName(incoming: Incoming): Reply | undefined {
  const name = incoming.header(sessionHeader);
  if (name === undefined || isSessionName(name)) return undefined;
  const msg = 'The name must have 1 to 100 letters, digits or characters of . _ : -';
  const detail = { loc: ['header', sessionHeader], msg, type: 'string_pattern_mismatch' };
  return problemsReply([problem('header', 'pattern', detail)]);
}

/** An infinite delay ends when the client disconnects. */
function pause({ context }: Sandbox, delay: number): Promise<void> {
  return new Promise((resolve) => {
    if (delay !== Number.POSITIVE_INFINITY) context.clock.at(context.clock.now() + delay, resolve);
  });
}

function contextOf(route: Route, incoming: Incoming): ReplyContext {
  const found = route.found === 'operation';
  return {
    operation: found ? route.operation : undefined,
    path: found ? route.parameters : {},
    query: {},
    body: undefined,
    credential: readCredential(incoming, found ? route.operation.schemes : []),
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Behaviour, createBehaviour, type Override } from './reference/behaviour.ts';
import type { Answer, Call, FieldError, JsonObject, OperationName, Session, State, Turn } from './reference/model.ts';
import { uuid } from './reference/validate.ts';

/** A running server. */
export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** The credential that every server of the lab accepts. */
export const laboratoryToken = 'laboratory-token';

const routes: { path: RegExp; methods: Record<string, OperationName> }[] = [
  { path: /^\/api\/v1\/chat$/, methods: { GET: 'list', POST: 'create' } },
  { path: /^\/api\/v1\/chat\/([^/]+)$/, methods: { GET: 'get', DELETE: 'remove' } },
  { path: /^\/api\/v1\/chat\/([^/]+)\/summary$/, methods: { GET: 'summary' } },
  { path: /^\/api\/v1\/chat\/([^/]+)\/title$/, methods: { POST: 'title' } },
  { path: /^\/api\/v1\/chat\/([^/]+)\/messages\/stream$/, methods: { POST: 'stream' } },
];

/** Starts a server of the Chat API on a free loopback port: correct, except for `override`. */
export async function startServer(override?: Override): Promise<RunningServer> {
  const behaviour = createBehaviour(laboratoryToken, override);
  const state: State = { sessions: new Map(), changes: 0, calls: 0 };
  behaviour.prepare(state);
  const server = createServer((request, response) => {
    response.on('error', () => {});
    serve(request, response, behaviour, state).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, own: Behaviour, state: State): Promise<void> {
  const call = await readCall(request, state);
  const decided = decide(call, own);
  if ('status' in decided) return void (await own.send(response, own.answer(call, decided), call));
  await play(decided, response, own);
}

async function readCall(request: IncomingMessage, state: State): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const route = routes.find(({ path }) => path.test(url.pathname));
  const encoded = route?.path.exec(url.pathname)?.[1];
  const body = readJson(text);
  return {
    operation: route?.methods[method],
    method,
    allowed: Object.keys(route?.methods ?? {}),
    query: url.searchParams,
    headers: request.headers,
    text,
    body: body === malformed ? undefined : body,
    malformed: body === malformed,
    sessionId: encoded === undefined ? undefined : decode(encoded),
    project: projectOf(url.searchParams.get('project_id')),
    state,
  };
}

const malformed = Symbol('malformed');

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return malformed;
  }
}

/** A server that does not check the format of a project id treats a malformed one as unknown. */
const projectOf = (given: string | null): string =>
  given !== null && uuid.test(given) ? given.toLowerCase() : 'default';

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The result of a request: a response, or a turn to play. */
function decide(call: Call, own: Behaviour): Answer | Turn {
  if (call.allowed.length === 0) return json(404, { detail: 'Not Found' });
  if (call.operation === undefined) {
    return json(405, { detail: 'Method Not Allowed' }, { allow: call.allowed.join(', ') });
  }
  if (!own.credentialHolds(call)) {
    return json(401, { detail: 'Not authenticated' }, { 'www-authenticate': 'Bearer' });
  }
  const errors = own.fieldErrors(call);
  // A malformed query is rejected first, because it determines the session.
  const unclear = errors.some(({ loc }) => loc[0] === 'query');
  const session = call.sessionId === undefined || unclear ? undefined : own.find(call);
  if (call.sessionId !== undefined && !session && !unclear) return json(404, { detail: 'Session not found' });
  if (errors.length > 0) return json(422, { detail: errors.map(withoutCheck) });
  return session === undefined ? answerCollection(call, own) : answerSession(call, session, own);
}

function answerCollection(call: Call, own: Behaviour): Answer {
  if (call.operation === 'create') return json(201, own.summarize(own.open(call), call));
  const asked = Number(call.query.get('page_size') ?? 20);
  const size = Math.min(asked, own.maximumPageSize);
  const { items, next } = own.page(own.visible(call), size, call.query.get('page_token'), call);
  return json(200, { items: items.map((item) => own.summarize(item, call)), next_page_token: next });
}

function answerSession(call: Call, session: Session, own: Behaviour): Answer | Turn {
  switch (call.operation) {
    case 'get':
      return json(200, { ...own.summarize(session, call), events: own.history(session, call) });
    case 'remove':
      own.remove(session, call.state);
      return { status: 204, headers: {} };
    case 'title':
      own.setTitle(session, String((call.body as JsonObject | undefined)?.first_message));
      own.touch(session, call.state);
      return json(200, own.summarize(session, call));
    case 'stream':
      return openTurn(call, session, own);
    default:
      return json(200, own.summarize(session, call));
  }
}

function openTurn(call: Call, session: Session, own: Behaviour): Answer | Turn {
  const { index_ids, prompt } = (call.body ?? {}) as JsonObject;
  const indexIds = Array.isArray(index_ids) ? index_ids : [];
  const conflict =
    own.busyConflict(session) ?? own.lockConflict({ ...call, body: { prompt, index_ids: indexIds } }, session);
  if (conflict !== undefined) return json(409, { detail: conflict });
  session.turns += 1;
  const turn: Turn = { call, session, prompt: String(prompt), indexIds, number: session.turns, streamed: [] };
  own.begin(turn);
  return turn;
}

async function play(turn: Turn, response: ServerResponse, own: Behaviour): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, own.streamHeaders(turn));
  response.flushHeaders();
  own.write(response, own.opening(turn), turn);
  const steps = own.script(turn);
  let due = performance.now();
  let finished = false;
  for (const { wait: milliseconds, event, sent = true, kept = true } of steps) {
    due += milliseconds;
    const left = due - performance.now();
    if (left > 0) await wait(left, undefined, { signal: gone.signal }).catch(() => {});
    if (gone.signal.aborted) break;
    if (kept) own.keep(turn, event);
    if (event.type === 'stop' && !finished) {
      own.finish(turn, event);
      finished = true;
    }
    if (sent) own.write(response, own.frame(event, turn), turn);
    turn.streamed.push(event);
  }
  if (gone.signal.aborted && !finished) return own.leave(turn);
  turn.session.streaming = false;
  own.end(response, turn);
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body,
});

const withoutCheck = ({ check: _check, ...entry }: FieldError) => entry;

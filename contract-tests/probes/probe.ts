import { isObject, type Json } from '../../src/shared/json.ts';
import { chat, sessionIdIn } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { CreatedSession, Observations } from '../run/observations.ts';
import type { Resource } from '../run/resource.ts';
import type { Run } from '../run/run.ts';
import type { RequestMaking, RequestParts } from './cases/request-case.ts';

/** The run that sends a probe's requests, and the observations that the probe adds to. */
export interface Probe {
  run: Run;
  seen: Observations;
  making: RequestMaking;
  resources: readonly Resource[];
}

/** The session's parameters in the parts of a request. */
export function about(session: string): RequestParts {
  return { path: { session_id: session }, query: {} };
}

/** The body of a turn. */
export function turnParts(session: string, prompt: string, indexIds: string[], extra: object = {}): RequestParts {
  return { ...about(session), body: { json: { index_ids: indexIds, prompt, ...extra } } };
}

/** The id of the session with this role. `undefined` if it could not be created. */
export function sessionOf(seen: Observations, role: string): string | undefined {
  return seen.sessions.find((session) => session.role === role)?.id;
}

/** Creates a session and notes it. */
export async function createSession(
  { run, seen }: Probe,
  role: string,
  indexIds: string[] | null | undefined,
): Promise<CreatedSession> {
  const parts: RequestParts = {
    path: {},
    query: {},
    ...(indexIds === undefined ? {} : { body: { json: { index_ids: indexIds } } }),
  };
  const create = await run.send(chat.create, parts, { purpose: 'creates a session', urgent: true });
  const id = sessionIdIn(create.response?.json);
  const session: CreatedSession = {
    role,
    create,
    ...(id === undefined ? {} : { id }),
    ...(indexIds === undefined ? {} : { indexIds }),
  };
  if (session.id !== undefined) create.session = session.id;
  seen.sessions.push(session);
  return session;
}

/** The JSON object in a successful response, if it is one. */
export function objectOf(exchange: Exchange | undefined): { [key: string]: Json } | undefined {
  const { response } = exchange ?? {};
  return response && response.status < 300 && isObject(response.json)
    ? (response.json as { [key: string]: Json })
    : undefined;
}

/** The items of a page of the list; empty if the response is not a page. */
export function itemsOf(page: Exchange): { [key: string]: Json }[] {
  const items = objectOf(page)?.items;
  return Array.isArray(items) ? items.filter((item) => isObject(item)) : [];
}

/** The token of the next page, if any. */
export function nextToken(page: Exchange): string | undefined {
  const token = objectOf(page)?.next_page_token;
  return typeof token === 'string' ? token : undefined;
}

import { type Contract, type Operation, operationById } from '../openapi/contract.ts';
import { createSchemaValidator } from '../openapi/validate/schema-validator.ts';
import type { Clock } from '../shared/clock.ts';
import { cut } from '../shared/excerpt.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { maskCredentials } from '../shared/mask-credentials.ts';
import { UsageError } from '../shared/usage-error.ts';
import { tooLate, waitAtMost } from '../shared/wait-at-most.ts';
import { pump } from './pump.ts';
import { readTurn } from './read-turn.ts';
import type { Recording } from './recording.ts';

/** The server and the prompt. */
export interface RecordRequest {
  contract: Contract;
  /** Without a trailing slash. */
  baseUrl: string;
  token?: string | undefined;
  projectId?: string | undefined;
  prompt: string;
  indexIds: readonly string[];
  /** Default: a new session, deleted after the turn. */
  sessionId?: string | undefined;
  /** Maximum silence of the server, in milliseconds. */
  timeout: number;
  /** Maximum time of the recording, in milliseconds. */
  requestTimeout: number;
}

/** The external dependencies of a recording. */
export interface RecordIo {
  fetch(request: Request): Promise<Response>;
  clock: Clock;
  signal: AbortSignal;
  /** Called with the reason if the session of the recording could not be deleted. */
  onLeftBehind?(reason: string): void;
}

/** A recording and its session. */
export type RecordedTurn = Recording & { sessionId: string };

/** Maximum time of a short response, and of a stream that sends next to nothing, in milliseconds. */
const shortTime = 60_000;

/** A longer wait for the head of the response is part of the turn; in milliseconds. */
const ordinaryLatency = 200;

/**
 * Sends one prompt and records the response.
 *
 * @throws {UsageError} if there is no stream to record: the server is unreachable or rejects the prompt
 */
export async function recordTurn(request: RecordRequest, io: RecordIo): Promise<RecordedTurn> {
  const { contract, indexIds, prompt } = request;
  const sessionId = request.sessionId ?? (await createSession(request, io));
  try {
    const operation = operationById(contract, 'streamMessages');
    const { stream } = operation;
    if (!stream) throw new UsageError('The contract has no typed event stream to check the turn against.');
    const asked = io.clock.now();
    const response = await send(request, io, operation, sessionId, { index_ids: indexIds, prompt });
    const arrived = io.clock.now();
    const type = response.headers.get('content-type') ?? 'of no stated type';
    if (!response.body || !/^text\/event-stream\b/i.test(type)) {
      throw new UsageError(`The response to the prompt is ${type}. Expected text/event-stream.`);
    }
    const recording = await readTurn(response.body, {
      stream,
      validate: createSchemaValidator(contract.document),
      clock: io.clock,
      started: arrived - asked > ordinaryLatency ? asked : arrived,
      timeout: request.timeout,
      patience: shortTime,
      deadline: asked + request.requestTimeout,
      signal: io.signal,
    });
    return { ...recording, sessionId };
  } finally {
    if (request.sessionId === undefined) await deleteSession(request, io, sessionId);
  }
}

async function createSession(request: RecordRequest, io: RecordIo): Promise<string> {
  const operation = operationById(request.contract, 'createSession');
  const response = await send(request, io, operation, '', { index_ids: request.indexIds });
  const created = parseJson(await readText(request, io, response));
  const id = isObject(created) ? created.session_id : undefined;
  if (typeof id !== 'string')
    throw new UsageError('The server returned a session without a session_id. Give one with --session-id.');
  return id;
}

/** Reports a failed deletion, but does not fail: the recording matters more. */
async function deleteSession(request: RecordRequest, io: RecordIo, sessionId: string): Promise<void> {
  const operation = operationById(request.contract, 'deleteSession');
  const unhurried = { ...io, signal: new AbortController().signal };
  await send(request, unhurried, operation, sessionId).catch((error: Error) => {
    io.onLeftBehind?.(`The session ${sessionId} was not deleted. ${error.message}`);
  });
}

/** The text of a short response, up to the limits. */
async function readText(
  { timeout, requestTimeout }: RecordRequest,
  { clock, signal }: RecordIo,
  { body }: Response,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const push = (bytes: Uint8Array) => {
    text += decoder.decode(bytes, { stream: true });
  };
  if (body)
    await pump(body, push, { clock, signal, timeout, deadline: clock.now() + Math.min(requestTimeout, shortTime) });
  return text;
}

async function send(
  request: RecordRequest,
  io: RecordIo,
  { method, path, stream }: Operation,
  sessionId: string,
  body?: object,
): Promise<Response> {
  const { baseUrl, token, projectId, timeout } = request;
  const { fetch, signal, clock } = io;
  const query = projectId === undefined ? '' : `?${new URLSearchParams({ project_id: projectId })}`;
  const stop = new AbortController();
  const outcome = fetch(
    new Request(`${baseUrl}${path.replace('{session_id}', encodeURIComponent(sessionId))}${query}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([stop.signal, signal]),
      headers: {
        accept: stream ? 'text/event-stream' : 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  ).catch((error: unknown) => {
    if (signal.aborted) throw new UsageError('record was interrupted.');
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new UsageError(`Cannot reach ${baseUrl}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  const response = await waitAtMost(outcome, timeout, clock);
  if (response === tooLate) {
    stop.abort();
    throw new UsageError(`No response from ${baseUrl} to ${method} ${path} within ${timeout} ms.`);
  }
  if (response.ok) return response;
  const text = await readText(request, io, response);
  const hidden = token ? maskCredentials(text, [token]) : text;
  throw new UsageError(`${method} ${path} returned ${response.status}: ${cut(hidden.replace(/\s+/g, ' '), 200)}`);
}

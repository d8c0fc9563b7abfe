import { encodeMessage } from '../../../src/sse/event-stream-encoder.ts';
import type { Change, LabApi, LabFrame, Loose } from './frame.ts';

/** The differences of a server of the lab. */
export interface ServerChoice {
  change?: Change;
  /** Changes the bytes of a stream. */
  bytes?: (text: string) => string;
  headers?: Record<string, string | null>;
  /** Accepts every credential. */
  open?: boolean;
  /** Accepts every body. */
  lax?: boolean;
  /** Streams or not, regardless of the request. */
  streams?: boolean;
  /** Sends errors in this format. */
  error?: (status: number) => unknown;
  /** Splits the bytes into pieces of this size. */
  piece?: number;
  /**
   * Responds instead of the server, if it returns a response; `count` numbers the turns from 0, and is -1 for others.
   */
  instead?: (request: Request, body: Loose, count: number) => Response | undefined;
  /** Replaces the response. */
  after?: (response: Response) => Response | Promise<Response>;
}

/** A server of a streaming API as a function, like that of a plain framework. */
export function serveStream(api: LabApi, token: string, choice: ServerChoice = {}) {
  let count = 0;
  const fail = (status: number, message: string, headers: Record<string, string> = {}) =>
    Response.json(choice.error?.(status) ?? api.error(status, message), { status, headers });
  const isTurn = ({ url, method }: Request) => method === 'POST' && new URL(url).pathname === api.path;
  const answer = async (request: Request): Promise<Response> => {
    const early = choice.instead && (await answerInstead(choice.instead, request, isTurn(request) ? count++ : -1));
    if (early) return early;
    if (new URL(request.url).pathname !== api.path) return fail(404, 'Not found');
    if (request.method !== 'POST') return fail(405, 'Method not allowed', { allow: 'POST' });
    if (api.authorized && !choice.open && !api.authorized(request.headers, token))
      return fail(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
    let body: Record<string, unknown>;
    try {
      body = (await request.json()) as Record<string, unknown>;
    } catch {
      return fail(400, 'The body is not JSON.');
    }
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    const missing = isObject ? api.required.filter((name) => body[name] === undefined) : ['an object'];
    if (missing.length > 0 && !choice.lax) return fail(400, `Missing: ${missing.join(', ')}`);
    if (isObject && body.messages !== undefined && !Array.isArray(body.messages) && !choice.lax)
      return fail(400, 'messages is no list');
    if (api.name === 'anthropic-messages' && !choice.lax && !request.headers.has('anthropic-version'))
      return fail(400, 'anthropic-version: header is required');
    if (!(choice.streams ?? api.streams(body))) return Response.json(api.plain?.(body) ?? {});
    const frames = (choice.change ?? ((all: LabFrame[]) => all))(api.turn(body), body);
    const text = frames.map(encodeFrame).join('');
    const bytes = new TextEncoder().encode(choice.bytes?.(text) ?? text);
    const headers = new Headers({ 'content-type': 'text/event-stream; charset=utf-8', ...api.headers });
    for (const [name, value] of Object.entries(choice.headers ?? {}))
      value === null ? headers.delete(name) : headers.set(name, value);
    return new Response(inPieces(bytes, choice.piece ?? bytes.length), { headers });
  };
  return async (request: Request): Promise<Response> => {
    const response = await answer(request);
    return choice.after ? choice.after(response) : response;
  };
}

async function answerInstead(instead: NonNullable<ServerChoice['instead']>, request: Request, count: number) {
  const body = await request
    .clone()
    .json()
    .catch(() => undefined);
  return instead(request, body, count);
}

function encodeFrame({ event, data }: LabFrame): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return encodeMessage({ data: text, ...(event === undefined ? {} : { event }) });
}

function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

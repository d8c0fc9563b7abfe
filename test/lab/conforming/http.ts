import { brotliCompressSync, createBrotliCompress, createGzip, gzipSync } from 'node:zlib';
import { onAnswer } from '../alter.ts';
import type { Behaviour, Override } from '../reference/behaviour.ts';
import type { Answer, Call, Turn } from '../reference/model.ts';
import type { ConformingServer } from './conforming-server.ts';

const server = (name: string, clause: string, override: Override): ConformingServer => ({ name, clause, override });

const withHeaders = (headers: Record<string, string | string[]>, status?: number): Override =>
  onAnswer('any', (answer) => ({ ...answer, headers: { ...answer.headers, ...headers } }), status);

const everyAnswer =
  (edit: (answer: Answer, call: Call) => Answer): Override =>
  (usual) => ({
    answer: (call, answer) => edit(usual.answer(call, answer), call),
  });

const compressed =
  (encoding: 'gzip' | 'br'): Override =>
  (usual) => {
    const streams = new Map<Turn, ReturnType<typeof createGzip> | ReturnType<typeof createBrotliCompress>>();
    const takes = ({ headers }: Call) => String(headers['accept-encoding'] ?? '').includes(encoding);
    return {
      answer(call, given) {
        const answer = usual.answer(call, given);
        if (answer.body === undefined || !takes(call)) return answer;
        const text = JSON.stringify(answer.body);
        return {
          status: answer.status,
          headers: { ...answer.headers, 'content-encoding': encoding, vary: 'accept-encoding' },
          text: encoding === 'gzip' ? gzipSync(text) : brotliCompressSync(text),
        };
      },
      streamHeaders: (turn) => ({
        ...usual.streamHeaders(turn),
        ...(takes(turn.call) ? { 'content-encoding': encoding } : {}),
      }),
      write(response, bytes, turn) {
        if (!takes(turn.call)) return usual.write(response, bytes, turn);
        let stream = streams.get(turn);
        if (!stream) {
          stream = encoding === 'gzip' ? createGzip() : createBrotliCompress();
          stream.pipe(response);
          streams.set(turn, stream);
        }
        stream.write(bytes);
        stream.flush();
      },
      end(response, turn) {
        const stream = streams.get(turn);
        if (stream) stream.end();
        else usual.end(response, turn);
      },
    };
  };

const slow =
  (milliseconds: number): Override =>
  (usual) => ({
    send: (response, answer, call) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(usual.send(response, answer, call)), milliseconds);
      }),
  });

/** Periodically, a request is told to wait. */
const limited = (usual: Behaviour): Partial<Behaviour> => {
  let calls = 0;
  return {
    fieldErrors: (call) => usual.fieldErrors(call),
    answer(call, answer) {
      calls += 1;
      return calls % 15 === 0 && call.method === 'GET'
        ? {
            status: 429,
            headers: { 'content-type': 'application/json', 'retry-after': '1' },
            body: { detail: 'Too many requests' },
          }
        : usual.answer(call, answer);
    },
  };
};

/** Numbers with a fraction or an exponent; the text is built by hand, because JSON.stringify has only one form. */
const otherNumbers = (text: string): string =>
  text
    .replace(/("(?:total_input_tokens|total_output_tokens|turns)":)(\d+)/g, '$1$2.0')
    .replace(/:400([,}])/g, ':4e2$1');

/** Correct servers with unusual HTTP. */
export const httpVariants: ConformingServer[] = [
  server(
    'http: application/json; charset=utf-8',
    'media type parameters',
    everyAnswer((answer) =>
      answer.body === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'content-type': 'application/json; charset=utf-8' } },
    ),
  ),
  server(
    'http: Application/JSON',
    'media types have no case',
    everyAnswer((answer) =>
      answer.body === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'content-type': 'Application/JSON;Charset="UTF-8"' } },
    ),
  ),
  server('http: header names in upper case', 'header names have no case', () => ({
    send(response, { status, headers, body }) {
      const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
      response.writeHead(status, upper).end(body === undefined ? '' : JSON.stringify(body));
    },
  })),
  server(
    'http: unknown headers',
    'more headers may come',
    withHeaders({ 'x-request-id': 'a1', server: 'lab', 'set-cookie': ['a=1', 'b=2'], via: '1.1 proxy' }),
  ),
  server(
    'http: 204 with headers',
    'no body',
    withHeaders({ 'x-deleted': 'yes', 'content-type': 'application/json' }, 204),
  ),
  server('http: connection close', 'connections may be closed', withHeaders({ connection: 'close' })),
  server('http: chunked JSON', 'transfer codings are free', () => ({
    send(response, { status, headers, body }) {
      response.writeHead(status, headers);
      if (body !== undefined)
        for (const character of JSON.stringify(body).match(/.{1,7}/gsu) ?? []) response.write(character);
      response.end();
    },
  })),
  server(
    'http: JSON with white space',
    'JSON may be pretty-printed',
    everyAnswer((answer) =>
      answer.body === undefined
        ? answer
        : { ...answer, body: undefined, text: `\r\n\t ${JSON.stringify(answer.body, null, 4)}\n\n` },
    ),
  ),
  server(
    'http: non-ASCII escaped in JSON',
    'escapes are free',
    everyAnswer((answer) =>
      answer.body === undefined
        ? answer
        : {
            ...answer,
            body: undefined,
            text: JSON.stringify(answer.body).replace(
              /[\u0080-\uffff]|\//g,
              (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
            ),
          },
    ),
  ),
  server(
    'http: fields in reverse order',
    'objects have no order',
    everyAnswer((answer) =>
      typeof answer.body === 'object' && answer.body !== null
        ? { ...answer, body: Object.fromEntries(Object.entries(answer.body).reverse()) }
        : answer,
    ),
  ),
  server('http: numbers written 1.0 and 4e2', 'numbers written differently are the same', (usual) => ({
    answer(call, given) {
      const answer = usual.answer(call, given);
      return answer.body === undefined
        ? answer
        : { ...answer, body: undefined, text: otherNumbers(JSON.stringify(answer.body)) };
    },
  })),
  server('http: gzip', 'compression', compressed('gzip')),
  server('http: br', 'compression', compressed('br')),
  server('http: 300 ms per answer', 'slow answers', slow(300)),
  server('http: 429 with Retry-After now and then', '429 is documented', limited),
  server('http: Allow with HEAD and OPTIONS', 'Allow may list more', (usual) => ({
    answer: (call, answer) =>
      call.method === 'OPTIONS'
        ? { status: 204, headers: { allow: [...call.allowed, 'OPTIONS'].join(', ') } }
        : usual.answer(
            call,
            answer.status === 405
              ? { ...answer, headers: { ...answer.headers, allow: `${call.allowed.join(',')}, OPTIONS` } }
              : answer,
          ),
  })),
  server('http: HEAD where there is GET', 'HEAD belongs to GET', (usual) => ({
    answer: (call, answer) =>
      call.method === 'HEAD' && call.allowed.includes('GET')
        ? { status: 200, headers: { 'content-type': 'application/json' } }
        : usual.answer(
            call,
            answer.status === 405
              ? {
                  ...answer,
                  headers: {
                    ...answer.headers,
                    allow: `${call.allowed.join(', ')}${call.allowed.includes('GET') ? ', HEAD' : ''}`,
                  },
                }
              : answer,
          ),
  })),
  server('http: Allow in several header lines', 'a list may stand in several lines', (usual) => ({
    answer: (call, answer) =>
      answer.status === 405
        ? { ...answer, headers: { ...answer.headers, allow: call.allowed } }
        : usual.answer(call, answer),
  })),
  server('http: 401 before 405', 'either wins', (usual) => ({
    answer: (call, answer) =>
      answer.status === 405 && !usual.credentialHolds(call)
        ? { ...answer, status: 401, headers: { 'content-type': 'application/json', 'www-authenticate': 'Bearer' } }
        : usual.answer(call, answer),
  })),
  server(
    'http: challenge with parameters',
    'RFC 6750',
    withHeaders({ 'www-authenticate': 'bearer realm="chat", error="invalid_token"' }, 401),
  ),
  server(
    'http: two challenges',
    'RFC 9110',
    withHeaders({ 'www-authenticate': 'Basic realm="chat", Bearer realm="chat"' }, 401),
  ),
  server(
    'http: two challenges in two lines',
    'RFC 9110',
    withHeaders({ 'www-authenticate': ['Basic realm="chat"', 'Bearer'] }, 401),
  ),
  server('http: scheme in any case', 'schemes have no case', (usual) => ({
    credentialHolds: (call) =>
      usual.credentialHolds({
        ...call,
        headers: { authorization: String(call.headers.authorization).replace(/^bearer/i, 'Bearer') },
      }),
  })),
  server(
    'http: errors with more fields',
    'unknown fields are allowed',
    everyAnswer((answer) =>
      answer.status >= 400 ? { ...answer, body: { ...(answer.body as object), code: 17, trace: null } } : answer,
    ),
  ),
];

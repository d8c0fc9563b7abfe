import { encodeText } from '../../src/shared/encoding/bytes.ts';
import { isObject } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { encodeComment, encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';
import type { ConsoleTools, ContractRunRequest } from './console-tools.ts';

/** Runs the contract tests for the console, one run at a time, and streams what they say. */
export type ContractRuns = (body: unknown) => Reply;

/**
 * @param closing aborts when the mock closes, and so ends a run
 */
export function createContractRuns(run: ConsoleTools['runContractTests'], closing: AbortSignal): ContractRuns {
  let running = false;
  return (body) => {
    if (!run) return errorReply(501, 'This mock cannot run the contract tests: npx chat-contract test runs them.');
    const request = readRequest(body);
    if (running) return errorReply(409, 'A run is under way: one at a time.');
    running = true;
    const stop = new AbortController();
    const end = () => stop.abort();
    closing.addEventListener('abort', end);
    const listeners: (() => void)[] = [];
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      playback: {
        begin(sink) {
          const tell = (event: string, data: object) =>
            void sink.write(encodeText(encodeMessage({ event, data: JSON.stringify(data) })));
          sink.write(encodeText(encodeComment('running')));
          run(request, tell, stop.signal)
            .catch((error) => tell('failed', { message: error instanceof Error ? error.message : String(error) }))
            .finally(() => {
              running = false;
              closing.removeEventListener('abort', end);
              sink.end();
              for (const listener of listeners) listener();
            });
        },
        drain() {},
        leave: end,
        onEnd: (listener) => void listeners.push(listener),
      },
    };
  };
}

const fields = ['baseUrl', 'token', 'indexIds', 'readOnly', 'maxTurns', 'strict', 'rules'];

/** @throws {UsageError} naming the field that is wrong; the token is never repeated */
function readRequest(body: unknown): ContractRunRequest {
  if (!isObject(body)) throw new UsageError('A run needs {"baseUrl": "http://…"}.');
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`A run has no ${JSON.stringify(unknown)}; it has ${fields.join(', ')}.`);
  const { baseUrl, token, indexIds, rules, maxTurns, readOnly, strict } = body;
  if (typeof baseUrl !== 'string' || !/^https?:\/\/[^\s/]/i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new UsageError('baseUrl must be the address of a server, such as http://127.0.0.1:4010.');
  }
  if (token !== undefined && !(typeof token === 'string' && /^[\w.~+/-]+=*$/.test(token))) {
    throw new UsageError('token must be letters, digits and - . _ ~ + / only (RFC 6750, section 2.1).');
  }
  for (const [name, list] of Object.entries({ indexIds, rules })) {
    if (list === undefined || (Array.isArray(list) && list.every((one) => typeof one === 'string'))) continue;
    throw new UsageError(`${name} must be a list of texts.`);
  }
  if (maxTurns !== undefined && !(Number.isInteger(maxTurns) && Number(maxTurns) >= 0)) {
    throw new UsageError('maxTurns must be a whole number from 0 up.');
  }
  for (const [name, flag] of Object.entries({ readOnly, strict })) {
    if (flag !== undefined && typeof flag !== 'boolean') throw new UsageError(`${name} must be true or false.`);
  }
  return body as unknown as ContractRunRequest;
}

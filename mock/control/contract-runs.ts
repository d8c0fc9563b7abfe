import { encodeText } from '../../src/shared/encoding/bytes.ts';
import { isObject } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { encodeComment, encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';
import type { ConsoleTools, ContractRunRequest } from './console-tools.ts';

/** Runs the contract tests for the console, one run at a time, and streams their results. */
export type ContractRuns = (body: unknown) => Reply;

/**
 * @param closing aborts the run when the mock closes
 */
export function createContractRuns(run: ConsoleTools['runContractTests'], closing: AbortSignal): ContractRuns {
  let running = false;
  return (body) => {
    if (!run) return errorReply(501, 'This mock cannot run the contract tests. Use npx chat-contract test.');
    const request = readRequest(body);
    if (running) return errorReply(409, 'Another run is in progress.');
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

/** @throws {UsageError} naming the invalid field; never contains the token */
function readRequest(body: unknown): ContractRunRequest {
  if (!isObject(body)) throw new UsageError('The body must be an object such as {"baseUrl": "http://…"}.');
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`Unknown field ${JSON.stringify(unknown)}. Expected ${fields.join(', ')}.`);
  const { baseUrl, token, indexIds, rules, maxTurns, readOnly, strict } = body;
  if (typeof baseUrl !== 'string' || !/^https?:\/\/[^\s/]/i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new UsageError('baseUrl must be the address of a server, such as http://127.0.0.1:4010.');
  }
  if (token !== undefined && !(typeof token === 'string' && /^[\w.~+/-]+=*$/.test(token))) {
    throw new UsageError('token must consist of letters, digits and - . _ ~ + / (RFC 6750, section 2.1).');
  }
  for (const [name, list] of Object.entries({ indexIds, rules })) {
    if (list === undefined || (Array.isArray(list) && list.every((one) => typeof one === 'string'))) continue;
    throw new UsageError(`${name} must be a list of strings.`);
  }
  if (maxTurns !== undefined && !(Number.isInteger(maxTurns) && Number(maxTurns) >= 0)) {
    throw new UsageError('maxTurns must be a whole number of at least 0.');
  }
  for (const [name, flag] of Object.entries({ readOnly, strict })) {
    if (flag !== undefined && typeof flag !== 'boolean') throw new UsageError(`${name} must be true or false.`);
  }
  return body as unknown as ContractRunRequest;
}

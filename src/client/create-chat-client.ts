import type { ChatClient } from '../../generated/client.ts';
import { operations } from '../../generated/operations.ts';
import type { OperationDescriptor } from '../openapi/operation-descriptor.ts';
import { followPages } from './follow-pages.ts';
import { type Call, readCall } from './read-call.ts';
import { type ProtocolCheck, readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';
import { createSender, type Sender, type SenderOptions } from './sender.ts';

/** What a client is made from. */
export interface ChatClientOptions extends SenderOptions {
  /** For development: `checkProtocol` of this package ends a stream that breaks a rule of the contract. */
  checkProtocol?: ((operation: string) => ProtocolCheck | undefined) | false | undefined;
}

/**
 * A client of the Chat API: a method for each operation of the contract.
 *
 * Nothing is sent before a method is called, or before the first event of a stream or the first item of a list is asked
 * for. No prompt is ever repeated; only a GET or DELETE that met 429 or 5xx is sent again.
 *
 * @throws {TypeError} where the token cannot be sent in a header, or the address holds a password
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const send = createSender(options);
  const methods = Object.entries<OperationDescriptor>(operations).map(([name, operation]) => [
    name,
    createMethod(name, operation, send, options),
  ]);
  return Object.fromEntries(methods) as ChatClient;
}

function createMethod(
  name: string,
  operation: OperationDescriptor,
  send: Sender,
  { checkProtocol }: ChatClientOptions,
): (...values: unknown[]) => unknown {
  const { stream, paging } = operation;
  const read = (values: unknown[]) => readCall(name, operation, values);
  if (stream) return (...values) => streamEvents(read(values), stream.end);
  const request = async (call: Call) => readJson(name, await send(name, operation, call));
  const method = async (...values: unknown[]) => request(read(values));
  if (!paging) return method;
  const all = (...values: unknown[]) => {
    const call = read(values);
    return followPages(name, paging, (query) => request({ ...call, query: { ...call.query, ...query } }));
  };
  return Object.assign(method, { all });

  async function* streamEvents(call: Call, end: string | undefined) {
    yield* readEvents(name, await send(name, operation, call), end, (checkProtocol || undefined)?.(name));
  }
}

import type { Client } from 'openapi-fetch';
import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { followPages } from './follow-pages.ts';
import { type Call, readCall } from './read-call.ts';
import { type ProtocolCheck, readEvent, readEvents } from './read-events.ts';
import { readResponse } from './read-response.ts';
import { type ClientOptions, createSender, type Extras } from './send-request.ts';

/** Options of a client whose streams can be checked. */
export interface OperationsClientOptions extends ClientOptions {
  /** For development: checks the streams of an operation against its protocol. */
  checkProtocol?: ((operation: string) => ProtocolCheck | undefined) | false | undefined;
}

/** The members of every client in addition to its methods. */
export interface OperationsClient<Paths extends object> {
  /** The openapi-fetch client that the methods use: the same server, token, bounds and middleware, no retries. */
  readonly http: Client<Paths>;
  /** Adds openapi-fetch middleware for all requests. */
  use: Client<Paths>['use'];
}

/**
 * A client with a method for each operation. Nothing is sent before a method is called, or before the first event of a
 * stream or the first item of a list is read.
 *
 * @throws {TypeError} if the token cannot be sent in a header, or the URL contains a password
 */
export function createOperationsClient<Methods>(
  operations: Readonly<Record<string, OperationDescriptor>>,
  options: OperationsClientOptions,
  extras?: Extras,
): Methods {
  const { http, send } = createSender(options, extras);
  const createMethod = (name: string, operation: OperationDescriptor) => {
    const { stream, paging } = operation;
    const read = (values: unknown[]) => readCall(name, operation, values);
    const request = async (call: Call) => readResponse(operation, await send(name, operation, call));
    async function* events(...values: unknown[]) {
      const call = read(values);
      const response = await send(name, operation, call, true);
      const check = options.checkProtocol ? options.checkProtocol(name) : undefined;
      yield* readEvents(stream ?? {}, response, extras?.readMessage ?? readEvent, call.signal, check);
    }
    if (stream && stream.flag === undefined) return events;
    const method = async (...values: unknown[]) => request(read(values));
    return Object.assign(
      method,
      stream && { stream: events },
      paging && {
        all(...values: unknown[]) {
          const call = read(values);
          return followPages(name, paging, (query) => request({ ...call, query: { ...call.query, ...query } }));
        },
      },
    );
  };
  const client: Record<string, unknown> = { http, use: http.use };
  for (const name in operations) client[name] = createMethod(name, operations[name] as OperationDescriptor);
  return client as Methods;
}

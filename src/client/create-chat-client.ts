import type { ChatClient } from '../../generated/client.ts';
import { operations } from '../../generated/operations.ts';
import { createOperationsClient, type OperationsClientOptions } from './runtime/operations-client.ts';

/** Options of `createChatClient`. */
export type ChatClientOptions = OperationsClientOptions;

/**
 * A client of the Chat API: a method for each operation, `http` (the openapi-fetch client that the methods use) and
 * `use` (adds middleware).
 *
 * A prompt is never repeated; only a GET or DELETE that met 429 or 5xx is.
 *
 * @example
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * for await (const event of chat.streamMessages(id, { index_ids: ['idx_1'], prompt: 'Why?' })) console.log(event.type);
 *
 * @throws {TypeError} if the token cannot be sent in a header, or the URL contains a password
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  return createOperationsClient<ChatClient>(operations, options);
}

import type { ChatClient } from '../../generated/client.ts';
import { operations } from '../../generated/operations.ts';
import { createOperationsClient, type OperationsClientOptions } from './runtime/operations-client.ts';

/** Options of `createChatClient`. */
export type ChatClientOptions = OperationsClientOptions;

/**
 * Creates a client of the Chat API: a method for each operation, `http` (the openapi-fetch client that the methods use)
 * and `use` (adds middleware).
 *
 * It repeats a GET or DELETE after 429 or 5xx, and never sends a prompt twice.
 *
 * @example
 * import { createChatClient } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * const stream = chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt: 'Why?' });
 * for await (const event of stream) console.log(event.type);
 *
 * @throws {TypeError} if the token cannot be sent in a header, or the URL contains a password
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  return createOperationsClient<ChatClient>(operations, options);
}

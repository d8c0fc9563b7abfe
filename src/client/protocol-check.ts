import { streamProtocols } from '../../generated/stream-protocols.ts';
import { createProtocolReader } from '../sse/stream-protocol.ts';
import type { ProtocolCheck } from './runtime/read-events.ts';

/**
 * Checks streams against the protocol, for development: pass it to `createChatClient` as `checkProtocol`, and a stream
 * that violates a rule ends with a StreamProtocolError that names the rule. It is a function rather than a flag,
 * because a bundle without it is smaller.
 *
 * @param operation the `operationId` of the operation that streams
 * @returns a function that checks one stream, event by event; `undefined` if the contract has no rules for this
 * operation
 *
 * @example
 * import { checkProtocol, createChatClient } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token', checkProtocol });
 */
export function checkProtocol(operation: string): ProtocolCheck | undefined {
  const protocol = streamProtocols[operation];
  if (!protocol) return undefined;
  const reader = createProtocolReader(protocol);
  return (name, event) => {
    const violation = reader.read({ event: name, data: '' }, event)[0];
    if (!violation) return undefined;
    const { rule, message, expected, received } = violation;
    return `${message} (${rule}; expected ${expected}, received ${received})`;
  };
}

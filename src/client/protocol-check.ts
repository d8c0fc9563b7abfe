import { streamProtocols } from '../../generated/stream-protocols.ts';
import { createProtocolReader } from '../sse/stream-protocol.ts';
import type { ProtocolCheck } from './runtime/read-events.ts';

/**
 * For development: hand it to `createChatClient` as `checkProtocol`, and a stream that breaks a rule of the contract ends
 * with a StreamProtocolError that names the rule. It is a function and no switch, so that a bundle without it is smaller.
 *
 * @returns what judges one stream of an operation; `undefined` where the contract states no rules for it
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

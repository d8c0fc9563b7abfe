export type { ChatClient } from '../../generated/client.ts';
export type * from '../../generated/types.ts';
export { type ChatClientOptions, createChatClient } from './create-chat-client.ts';
export { explainError } from './explain-error.ts';
export { checkProtocol } from './protocol-check.ts';
export {
  AbortError,
  ApiError,
  AuthenticationError,
  ChatError,
  ConflictError,
  ConnectionError,
  type FieldError,
  NotFoundError,
  RateLimitError,
  ResponseTooLargeError,
  ServerError,
  StreamEndedError,
  StreamProtocolError,
  TimeoutError,
  ValidationError,
} from './runtime/errors.ts';
export type { ProtocolCheck } from './runtime/read-events.ts';
export {
  emptyTurn,
  foldEvent,
  foldHistory,
  followTurn,
  type Turn,
  type TurnPart,
  type TurnToolCall,
} from './turn.ts';
export { createTurnStore, type TurnStore } from './turn-store.ts';

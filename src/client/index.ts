export type { ChatClient } from '../../generated/client.ts';
export type * from '../../generated/types.ts';
export { type ChatClientOptions, createChatClient } from './create-chat-client.ts';
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
  ServerError,
  StreamEndedError,
  StreamProtocolError,
  TimeoutError,
  ValidationError,
} from './errors.ts';
export { createOpenApiFetch } from './open-api-fetch.ts';
export { checkProtocol } from './protocol-check.ts';
export type { ProtocolCheck } from './read-events.ts';
export type { SenderOptions } from './sender.ts';
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

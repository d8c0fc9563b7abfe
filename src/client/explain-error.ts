/** By the name of an error. */
const messages: Readonly<Record<string, string>> = {
  AbortError: 'Cancelled.',
  AuthenticationError: 'You are not signed in, or your access has expired.',
  ConflictError: 'This conversation is busy with another question.',
  ConnectionError: 'The server cannot be reached. Check your connection and try again.',
  NotFoundError: 'This conversation no longer exists.',
  RateLimitError: 'There are too many requests at the moment. Try again later.',
  ServerError: 'The service has a problem. Try again later.',
  StreamEndedError: 'The connection was lost before the answer was complete.',
  TimeoutError: 'The server took too long to respond. Try again later.',
  ValidationError: 'The server does not accept this question.',
};

/**
 * Explains an error of the client to people, without operation names, statuses or messages of the platform.
 *
 * @example
 * import { createChatClient, explainError } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * await chat.getSession('ses_demo_welcome').catch((error) => console.error(explainError(error)));
 */
export function explainError(error: unknown): string {
  const { name } = Object(error) as { name?: unknown };
  return (Object.hasOwn(messages, String(name)) && messages[String(name)]) || 'Something went wrong. Try again.';
}

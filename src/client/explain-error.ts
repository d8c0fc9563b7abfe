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
 * What went wrong, as text for people: without operation names, statuses and messages of the platform.
 *
 * @example
 * showProblem(explainError(error)); // The server cannot be reached. Check your connection and try again.
 */
export function explainError(error: unknown): string {
  const { name } = Object(error) as { name?: unknown };
  return (Object.hasOwn(messages, String(name)) && messages[String(name)]) || 'Something went wrong. Try again.';
}

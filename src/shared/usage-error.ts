/**
 * An error that the user can fix: an invalid option, a missing file, an unreachable server.
 *
 * The message is one line with the value, the place and the fix. The command line prints it and exits with 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

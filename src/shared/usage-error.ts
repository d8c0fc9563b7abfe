/**
 * Something the user can mend: a wrong option, a missing file, a server that is not there.
 *
 * The message is one line that names the value, the place and the fix. The command line prints it and exits with 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

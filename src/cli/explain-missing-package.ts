import { UsageError } from '../shared/usage-error.ts';

/** An error as it is, or, where a development dependency is not installed, one that names it. */
export function explainMissingPackage(command: string, error: unknown): unknown {
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return error;
  const name = /'([^']+)'/.exec(message)?.[1] ?? 'a package';
  return new UsageError(
    `${command} needs ${name}, a development dependency: run \`npm ci\` in a clone of the repository.`,
  );
}

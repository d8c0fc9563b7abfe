import { UsageError } from '../shared/usage-error.ts';

/** Optional peers: what a command needs that is not installed with the package. */
const needed = {
  lint: ['@redocly/cli', '@stoplight/spectral-cli'],
  diff: ['@redocly/cli'],
  docs: ['@redocly/cli'],
  generate: ['openapi-typescript', 'typescript'],
} as const;

/** An error as it is, or, if an optional peer is not installed, one that names all that the command needs. */
export function explainMissingPackage(command: keyof typeof needed, error: unknown): unknown {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return error;
  const names = needed[command];
  const [all, verb] = [names.join(' and '), names.length === 1 ? 'is' : 'are'];
  return new UsageError(
    `${command} needs ${all}, which ${verb} not installed: run \`npm install --save-dev ${names.join(' ')}\`.`,
  );
}

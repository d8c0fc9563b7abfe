import { UsageError } from '../shared/usage-error.ts';

/** Optional peer dependencies, by the command that needs them. */
const needed = {
  lint: ['@redocly/cli', '@stoplight/spectral-cli'],
  diff: ['@redocly/cli'],
  docs: ['@redocly/cli'],
  generate: ['openapi-typescript', 'typescript'],
} as const;

/** The given error; if an optional peer is missing, one that names every package that the command needs. */
export function explainMissingPackage(command: keyof typeof needed, error: unknown): unknown {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return error;
  const names = needed[command];
  const [all, verb] = [names.join(' and '), names.length === 1 ? 'is' : 'are'];
  return new UsageError(
    `${command} needs ${all}, which ${verb} not installed: run \`npm install --save-dev ${names.join(' ')}\`.`,
  );
}

import { createRequire } from 'node:module';

// Spectral is CommonJS, and its exports are not all seen by `import`.
const require = createRequire(import.meta.url);

/** Loads a part of Spectral. They are packages of their own, found from its command line: that is installed by name. */
export function requireOfSpectral(name: string) {
  return createRequire(require.resolve('@stoplight/spectral-cli/package.json'))(name);
}

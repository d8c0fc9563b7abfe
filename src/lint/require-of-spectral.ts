import { createRequire } from 'node:module';

// Spectral is CommonJS, and `import` does not see all of its exports.
const require = createRequire(import.meta.url);

/** Loads a package of Spectral. It is resolved from Spectral's command line, which is the installed package. */
export function requireOfSpectral(name: string) {
  return createRequire(require.resolve('@stoplight/spectral-cli/package.json'))(name);
}

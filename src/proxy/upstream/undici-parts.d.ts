/**
 * Internal files of undici, which have no types. The package's entry also loads fetch, mocks, caches and WebSockets:
 * three times the size of the pool.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}

declare module 'undici/lib/core/connect.js' {
  export { buildConnector as default } from 'undici';
}

declare module 'undici/lib/core/errors.js' {
  export { errors as default } from 'undici';
}

/**
 * Files of undici without types of their own. The package's entry loads its fetch, mocks, caches and WebSockets, too:
 * three times the bytes of the pool.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}

declare module 'undici/lib/core/errors.js' {
  export { errors as default } from 'undici';
}

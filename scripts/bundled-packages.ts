/**
 * The packages, with their dependencies, that are bundled into the programs, so that a user of the client installs
 * nothing else.
 */
export const bundledPackages = [
  '@noble/hashes',
  '@redis/client',
  '@stoplight/http-spec',
  '@stoplight/prism-http',
  'ajv',
  'ajv-formats',
  'commander',
  'fast-check',
  'json-schema-faker',
  'js-yaml',
  're2js',
  'undici',
];

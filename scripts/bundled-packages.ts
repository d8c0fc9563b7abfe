/**
 * What the programs need is built into them, so that whoever installs the package for its client installs nothing else:
 * these packages, and what they need in turn.
 */
export const bundledPackages = [
  '@noble/hashes',
  '@redis/client',
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

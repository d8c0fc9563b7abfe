/** Prism and its generator: built once, as CommonJS, for the two formats of the mock. */
import { setSkipHashing } from '@stoplight/http-spec/hash';

// Hashes of operations are for Stoplight's platform.
setSkipHashing(true);

export { createInstance, getHttpOperationsFromSpec, resetJSONSchemaGenerator } from '@stoplight/prism-http';
export { JSONSchemaFaker } from 'json-schema-faker';

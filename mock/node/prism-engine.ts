/** Prism and its generator: built once, as CommonJS, for the two formats of the mock. */
export { createInstance, getHttpOperationsFromSpec, resetJSONSchemaGenerator } from '@stoplight/prism-http';
export { JSONSchemaFaker } from 'json-schema-faker';

/** A bundled OpenAPI document: all references are internal. */
export type OpenApiDocument = Record<string, unknown>;

/** An OpenAPI document whose references all point into itself, as `generate` bundles it. */
export type OpenApiDocument = Record<string, unknown>;

import { schemaAt } from '../../../src/openapi/contract.ts';
import type { OpenApiDocument } from '../../../src/openapi/openapi-document.ts';
import { isObject } from '../../../src/shared/json.ts';

/**
 * `value` in the form in which responses are compared (CONTRACT-FACTS, "Read precisely"): a declared field that is
 * absent, null or its default is the same, and undeclared fields are dropped. If the schema declares no fields, the
 * value is unchanged.
 */
export function normalForm(document: OpenApiDocument, pointer: string, value: unknown): unknown {
  const { schema, pointer: here } = schemaAt(document, pointer);
  if (!isObject(schema)) return value;
  if (value === undefined || value === null) return schema.default ?? null;
  const union = Array.isArray(schema.oneOf) ? 'oneOf' : Array.isArray(schema.anyOf) ? 'anyOf' : undefined;
  if (union) {
    const variant = chooseVariant(document, `${here}/${union}`, schema, value);
    return variant === undefined ? value : normalForm(document, variant, value);
  }
  if (Array.isArray(value)) {
    return isObject(schema.items) ? value.map((item) => normalForm(document, `${here}/items`, item)) : value;
  }
  if (!isObject(value)) return value;
  const parts = Array.isArray(schema.allOf) ? schema.allOf.map((_, index) => `${here}/allOf/${index}`) : [];
  const properties = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  if (parts.length === 0 && properties.length === 0) return value;
  return Object.assign(
    {},
    ...parts.map((part) => normalForm(document, part, value)),
    ...properties.map((name) => ({ [name]: normalForm(document, `${here}/properties/${name}`, value[name]) })),
  );
}

function chooseVariant(
  document: OpenApiDocument,
  pointer: string,
  { discriminator, oneOf, anyOf }: Record<string, unknown>,
  value: unknown,
): string | undefined {
  if (isObject(discriminator) && isObject(discriminator.mapping) && isObject(value)) {
    const variant = discriminator.mapping[String(value[String(discriminator.propertyName)])];
    return typeof variant === 'string' ? variant : undefined;
  }
  const index = ((oneOf ?? anyOf) as unknown[]).findIndex((variant) => !isObject(variant) || variant.type !== 'null');
  return index === -1 || !isObject(schemaAt(document, `${pointer}/${index}`).schema)
    ? undefined
    : `${pointer}/${index}`;
}

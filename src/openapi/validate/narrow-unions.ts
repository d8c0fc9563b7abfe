import { isObject } from '../../shared/json.ts';
import { resolvePointer } from '../json-pointer.ts';

/**
 * Rewrites the unions of a schema so that an error names one cause. They accept the same values as before.
 *
 * @param document what the references of the schema lead into
 */
export function narrowUnions(node: unknown, document: object): unknown {
  if (Array.isArray(node)) return node.map((one) => narrowUnions(one, document));
  if (!isObject(node)) return node;
  const { oneOf, anyOf, discriminator, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, narrowUnions(value, document)]),
  );
  const union = anyOf ?? oneOf;
  const { mapping, property } = namesOf(discriminator);
  if (isWhole(document, union, mapping, property)) {
    const variants = Object.entries(mapping).map(([name, $ref]) => ({
      if: { type: 'object', required: [property], properties: { [property]: { const: name } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: { $ref: String($ref) },
    }));
    const named = {
      type: 'object',
      required: [property],
      properties: { [property]: { enum: Object.keys(mapping) } },
      'x-provenance': rest['x-provenance'],
    };
    return { ...rest, allOf: [...(Array.isArray(rest.allOf) ? rest.allOf : []), named, ...variants] };
  }
  if (Array.isArray(union) && union.length === 2 && !(anyOf && oneOf)) {
    const other = union.find((variant) => !isNull(variant));
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    if (union.some(isNull) && other) return { ...rest, if: { type: 'null' }, then: true, else: other };
  }
  return {
    ...rest,
    ...(oneOf === undefined ? {} : { oneOf }),
    ...(anyOf === undefined ? {} : { anyOf }),
    ...(discriminator === undefined ? {} : { discriminator }),
  };
}

/** The content of a discriminator: the property, and the reference for each of its values. */
export function namesOf(discriminator: unknown): { mapping: Record<string, unknown>; property: string } {
  const { mapping, propertyName } = isObject(discriminator) ? discriminator : {};
  return { mapping: isObject(mapping) ? mapping : {}, property: String(propertyName) };
}

/** True if every variant has an entry in the mapping, and no other value is possible. */
export function isWhole(document: object, union: unknown, mapping: Record<string, unknown>, property: string): boolean {
  const variants = Array.isArray(union) ? union.map((one) => (isObject(one) ? one.$ref : undefined)) : [];
  const targets = Object.values(mapping).map(String);
  const known = variants.every((one) => typeof one === 'string' && targets.includes(one));
  return (
    variants.length > 0 && known && Object.values(mapping).every((one) => requires(document, { $ref: one }, property))
  );
}

/** A value without the discriminating field is certainly invalid only if every variant requires it. */
function requires(document: object, given: unknown, property: string, depth = 0): boolean {
  const reference = isObject(given) ? given.$ref : undefined;
  const schema = typeof reference === 'string' ? resolvePointer(document, reference) : given;
  if (!isObject(schema) || depth > deepest) return false;
  if (Array.isArray(schema.required) && schema.required.includes(property)) return true;
  const parts = [...(Array.isArray(schema.allOf) ? schema.allOf : []), ...(schema.$ref === undefined ? [] : [schema])];
  return parts.some((part) => requires(document, part, property, depth + 1));
}

const deepest = 20;

export function isNull(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).length === 1 && schema.type === 'null';
}

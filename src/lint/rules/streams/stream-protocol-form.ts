import type { ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../../../spec/stream-protocol.schema.json' with { type: 'json' };
import { createAjv } from '../../../openapi/create-ajv.ts';
import { isObject } from '../../../shared/json.ts';
import { describeNames } from '../../../shared/nearest-name.ts';
import type { LintRule } from '../../rule.ts';

/** Every `x-stream-protocol` fits spec/stream-protocol.schema.json. */
export const streamProtocolForm: LintRule = {
  id: 'stream-protocol-form',
  isGeneral: true,
  check: ({ nodes }) => {
    const places = nodes.mediaType.filter(({ value }) => isObject(value['x-stream-protocol']));
    if (places.length === 0) return [];
    const validate = createAjv(true).compile(schema);
    return places.flatMap(({ pointer, value }) => {
      if (validate(value['x-stream-protocol'])) return [];
      return relevant(validate.errors ?? []).map((error) => ({
        pointer: `${pointer}/x-stream-protocol${error.instancePath}`,
        message: sayError(error),
      }));
    });
  },
};

/** One sentence: what is wrong, where, and what is expected. */
function sayError({ keyword, instancePath, message, params, parentSchema = {} }: ErrorObject): string {
  const place = instancePath === '' ? 'The stream protocol' : instancePath.slice(1).replaceAll('/', '.');
  switch (keyword) {
    case 'additionalProperties':
      return `${place} has an unknown key ${params.additionalProperty}. ${describeNames(params.additionalProperty, Object.keys(parentSchema.properties))}`;
    case 'required':
      return `${place} needs the key ${params.missingProperty}.`;
    case 'oneOf':
      return `${place} needs exactly one of ${namesIn(parentSchema.oneOf).join(', ')}.`;
    case 'enum':
      return `${place} must be one of ${params.allowedValues.join(', ')}.`;
    case 'pattern':
      return `${place} must be a JSON Pointer, which begins with "/".`;
    default:
      return `${place} ${message}.`;
  }
}

/** The keys that the alternatives of a `oneOf` require. */
function namesIn(oneOf: { required: string[] }[]): string[] {
  return oneOf.flatMap(({ required }) => required);
}

/** Of a value that may have several forms, only what is wrong with the form that it has. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.filter(({ keyword, instancePath, schemaPath }) => {
    // What the alternatives of a `oneOf` say is said by its own error.
    if (schemaPath.includes('/oneOf/')) return false;
    if (keyword !== 'anyOf' && keyword !== 'type') return true;
    const union = errors.some((other) => other.keyword === 'anyOf' && other.instancePath === instancePath);
    if (!union) return true;
    const precise = errors.some(
      (other) => !['anyOf', 'type'].includes(other.keyword) && other.instancePath.startsWith(instancePath),
    );
    return keyword === 'anyOf' && !precise;
  });
}

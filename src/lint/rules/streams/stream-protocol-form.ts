import type { ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../../../spec/stream-protocol.schema.json' with { type: 'json' };
import { createAjv } from '../../../openapi/create-ajv.ts';
import { isObject } from '../../../shared/json.ts';
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
      return relevant(validate.errors ?? []).map(({ instancePath, message, params }) => {
        const unknown = typeof params.additionalProperty === 'string' ? `: ${params.additionalProperty}` : '';
        const values = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
        return {
          pointer: `${pointer}/x-stream-protocol${instancePath}`,
          message: `The stream protocol ${message}${unknown}${values}.`,
        };
      });
    });
  },
};

/** Of a value that may have several forms, only what is wrong with the form that it has. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.filter(({ keyword, instancePath }) => {
    if (keyword !== 'anyOf' && keyword !== 'type') return true;
    const union = errors.some((other) => other.keyword === 'anyOf' && other.instancePath === instancePath);
    if (!union) return true;
    const precise = errors.some(
      (other) => !['anyOf', 'type'].includes(other.keyword) && other.instancePath.startsWith(instancePath),
    );
    return keyword === 'anyOf' && !precise;
  });
}

import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../../../spec/stream-protocol.schema.json' with { type: 'json' };
import { isObject } from '../../../shared/json.ts';
import type { LintRule } from '../../rule.ts';

/** Every `x-stream-protocol` fits spec/stream-protocol.schema.json. */
export const streamProtocolForm: LintRule = {
  id: 'stream-protocol-form',
  isGeneral: true,
  check: ({ nodes }) => {
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    return nodes.mediaType.flatMap(({ pointer, value }) => {
      const protocol = value['x-stream-protocol'];
      if (!isObject(protocol) || validate(protocol)) return [];
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

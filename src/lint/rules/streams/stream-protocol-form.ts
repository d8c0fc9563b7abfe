import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../../../spec/stream-protocol.schema.json' with { type: 'json' };
import { isObject } from '../../../shared/json.ts';
import type { LintRule } from '../../rule.ts';

/** Every `x-stream-protocol` fits spec/stream-protocol.schema.json. */
export const streamProtocolForm: LintRule = {
  id: 'stream-protocol-form',
  check: ({ nodes }) => {
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    return nodes.mediaType.flatMap(({ pointer, value }) => {
      const protocol = value['x-stream-protocol'];
      if (!isObject(protocol) || validate(protocol)) return [];
      return (validate.errors ?? []).map(({ instancePath, message, params }) => {
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

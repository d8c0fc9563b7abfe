import { protocolFaults } from '../../../openapi/open/protocol-faults.ts';
import { isObject } from '../../../shared/json.ts';
import type { LintRule } from '../../rule.ts';

/** Every `x-stream-protocol` satisfies spec/stream-protocol.schema.json. */
export const streamProtocolForm: LintRule = {
  id: 'stream-protocol-form',
  isGeneral: true,
  check: ({ nodes }) =>
    nodes.mediaType.flatMap(({ pointer, value: { 'x-stream-protocol': protocol } }) =>
      isObject(protocol)
        ? protocolFaults(protocol).map((one) => ({ ...one, pointer: `${pointer}/x-stream-protocol${one.pointer}` }))
        : [],
    ),
};

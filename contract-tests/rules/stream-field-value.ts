import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-value',
  title: 'Constant fields have the documented value',
  clause: '`field-value` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'an event with a field of a fixed value',
  protocol: ['field-value'],
  check: (context) => judgeByProtocol(context, ['field-value']),
});

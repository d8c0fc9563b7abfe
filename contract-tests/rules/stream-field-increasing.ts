import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-increasing',
  title: 'Totals never decrease',
  clause: '`field-increasing` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'an event with a total',
  protocol: ['field-increasing'],
  check: (context) => judgeByProtocol(context, ['field-increasing']),
});

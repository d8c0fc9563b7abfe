import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-counter',
  title: 'Counters increase by one',
  clause: '`field-counter` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'an event with a counter',
  protocol: ['field-counter'],
  check: (context) => judgeByProtocol(context, ['field-counter']),
});

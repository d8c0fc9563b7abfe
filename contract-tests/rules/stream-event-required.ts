import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-event-required',
  title: 'Required events occur',
  clause: '`event-required` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream that does not fail',
  protocol: ['event-required'],
  check: (context) => judgeByProtocol(context, ['event-required']),
});

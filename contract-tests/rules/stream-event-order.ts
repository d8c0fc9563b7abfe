import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-event-order',
  title: 'Events are in the order of the protocol',
  clause: '`event-order` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with events of two groups',
  protocol: ['event-order'],
  check: (context) => judgeByProtocol(context, ['event-order']),
});

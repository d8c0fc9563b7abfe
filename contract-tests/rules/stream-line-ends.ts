import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-line-ends',
  title: 'Lines end as the protocol requires',
  clause: '`line-ends` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'framing',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream',
  protocol: ['line-ends'],
  check: (context) => judgeByProtocol(context, ['line-ends']),
});

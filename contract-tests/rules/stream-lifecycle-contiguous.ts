import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-contiguous',
  title: 'One part ends before the next begins',
  clause: '`lifecycle-contiguous` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with two parts',
  protocol: ['lifecycle-contiguous'],
  check: (context) => judgeByProtocol(context, ['lifecycle-contiguous']),
});

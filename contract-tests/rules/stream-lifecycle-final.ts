import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-final',
  title: 'Only the end of a part follows its final piece',
  clause: '`lifecycle-final` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with the final piece of a part',
  protocol: ['lifecycle-final'],
  check: (context) => judgeByProtocol(context, ['lifecycle-final']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-kind',
  title: 'Each piece has a kind that its part allows',
  clause: '`lifecycle-kind` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with pieces of a part',
  protocol: ['lifecycle-kind'],
  check: (context) => judgeByProtocol(context, ['lifecycle-kind']),
});

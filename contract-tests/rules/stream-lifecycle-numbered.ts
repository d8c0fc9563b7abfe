import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-numbered',
  title: 'Parts are numbered in order',
  clause: '`lifecycle-numbered` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a numbered part',
  protocol: ['lifecycle-numbered'],
  check: (context) => judgeByProtocol(context, ['lifecycle-numbered']),
});

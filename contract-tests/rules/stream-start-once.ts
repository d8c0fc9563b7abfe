import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-start-once',
  title: 'The start event of a stream occurs once',
  clause: '`start-once` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with its start event',
  protocol: ['start-once'],
  check: (context) => judgeByProtocol(context, ['start-once']),
});

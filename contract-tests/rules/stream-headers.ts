import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-headers',
  title: 'The stream has the response headers of its protocol',
  clause: '`headers` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'framing',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream',
  protocol: ['headers'],
  check: (context) => judgeByProtocol(context, ['headers']),
});

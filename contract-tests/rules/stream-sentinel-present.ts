import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-sentinel-present',
  title: 'The sentinel closes the stream',
  clause: '`sentinel-present` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'framing',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream',
  protocol: ['sentinel-present'],
  check: (context) => judgeByProtocol(context, ['sentinel-present']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-sentinel-last',
  title: 'Nothing follows the sentinel',
  clause: '`sentinel-last` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'framing',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream',
  protocol: ['sentinel-last'],
  check: (context) => judgeByProtocol(context, ['sentinel-last']),
});

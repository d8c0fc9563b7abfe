import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-nested',
  title: 'Inner parts open within their outer part',
  clause: '`lifecycle-nested` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with nested parts',
  protocol: ['lifecycle-nested'],
  check: (context) => judgeByProtocol(context, ['lifecycle-nested']),
});

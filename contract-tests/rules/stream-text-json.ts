import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-text-json',
  title: 'Pieces of JSON add up to JSON',
  clause: '`text-json` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'JSON in pieces',
  protocol: ['text-json'],
  check: (context) => judgeByProtocol(context, ['text-json']),
});

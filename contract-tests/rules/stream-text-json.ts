import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-text-json',
  title: 'The pieces of a JSON text add up to valid JSON',
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

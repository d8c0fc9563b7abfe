import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-deltas-completed',
  title: 'Deltas are followed by their complete event',
  clause: 'Deltas add up to the next complete event; only before an error `stop` may it be missing.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The deltas in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-deltas-without-text'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with deltas',
  check: (context) => judgeByProtocol(context, ['text-completed']),
});

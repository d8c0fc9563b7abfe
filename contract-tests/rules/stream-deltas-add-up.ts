import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-deltas-add-up',
  title: 'Deltas add up to the complete event that follows',
  clause: '`thinking_delta`s add up to the next `thinking`, and `text_delta`s to the next `text`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The deltas in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-deltas-differ'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with deltas',
  check: (context) => judgeByProtocol(context, ['text-equal']),
});

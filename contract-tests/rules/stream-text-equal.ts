import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-text-equal',
  title: 'Deltas add up to the complete event that follows',
  clause: '`thinking_delta`s add up to the next `thinking`, and `text_delta`s to the next `text`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'The pieces of a text add up to it',
    clause: '`text-equal` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'a text in pieces and as a whole',
  },
  family: 'stream',
  counterexamples: ['stream-deltas-differ'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with deltas',
  protocol: ['text-equal'],
  check: (context) => judgeByProtocol(context, ['text-equal']),
});

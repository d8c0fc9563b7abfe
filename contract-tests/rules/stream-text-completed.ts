import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-text-completed',
  title: 'Deltas are followed by their complete event',
  clause: 'Deltas add up to the next complete event; it may be missing only before an error `stop`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Pieces of a text are followed by the complete text',
    clause: '`text-completed` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'a text in pieces',
  },
  family: 'stream',
  counterexamples: ['stream-deltas-without-text'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with deltas',
  protocol: ['text-completed'],
  check: (context) => judgeByProtocol(context, ['text-completed']),
});

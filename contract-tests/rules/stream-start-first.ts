import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-start-first',
  title: 'A stream begins with its start event',
  clause: '`start-first` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  protocol: ['start-first'],
  check: (context) => judgeByProtocol(context, ['start-first']),
});

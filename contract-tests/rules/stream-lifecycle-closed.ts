import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-closed',
  title: 'Every call has a result before the stream ends',
  clause: 'Every `tool_call` has a `tool_result` before a `stop` that is not an error.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Every part that a stream opens is closed',
    clause: '`lifecycle-closed` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event that opens something that must be closed',
  },
  family: 'stream',
  counterexamples: ['stream-call-unanswered'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with a `tool_call`',
  protocol: ['lifecycle-closed'],
  check: (context) => judgeByProtocol(context, ['lifecycle-closed']),
});

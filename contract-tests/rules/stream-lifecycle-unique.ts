import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-unique',
  title: 'Call ids are unique',
  clause: 'A `call_id` is used once within a session.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Keys of parts are unique',
    clause: '`lifecycle-unique` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event that opens something',
  },
  family: 'stream',
  counterexamples: ['stream-call-id-reused'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with a `tool_call`',
  protocol: ['lifecycle-unique'],
  check: (context) => judgeByProtocol(context, ['lifecycle-unique']),
});

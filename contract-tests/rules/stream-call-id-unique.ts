import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-call-id-unique',
  title: 'Call ids are unique',
  clause: 'A `call_id` is used once within a session.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-call-id-reused'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a call',
  check: (context) => judgeByProtocol(context, ['lifecycle-unique']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-opened',
  title: 'Each result refers to an earlier call',
  clause: 'A `tool_result` has the `call_id` of an earlier `tool_call` of the same turn.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Only an open part is continued or closed',
    clause: '`lifecycle-opened` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event that continues or closes something',
  },
  family: 'stream',
  counterexamples: ['stream-result-without-call'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with a `tool_result`',
  protocol: ['lifecycle-opened'],
  check: (context) => judgeByProtocol(context, ['lifecycle-opened']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-result-answers-call',
  title: 'Each result refers to an earlier call',
  clause: 'A `tool_result` has the `call_id` of an earlier `tool_call` of the same turn.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-result-without-call'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a result',
  check: (context) => judgeByProtocol(context, ['lifecycle-opened']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-call-answered-once',
  title: 'A call has at most one result',
  clause: 'A `tool_call` has at most one `tool_result`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-call-answered-twice'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a result',
  check: (context) => judgeByProtocol(context, ['lifecycle-over']),
});

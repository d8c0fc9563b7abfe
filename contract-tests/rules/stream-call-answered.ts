import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-call-answered',
  title: 'Every call has a result before the stream ends',
  clause: 'Every `tool_call` has a `tool_result` before a `stop` that is not an error.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-call-unanswered'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a call',
  check: (context) => judgeByProtocol(context, ['lifecycle-closed']),
});

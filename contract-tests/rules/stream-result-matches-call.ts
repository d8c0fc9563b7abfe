import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-result-matches-call',
  title: 'A result has the same name as its call',
  clause: 'A `tool_result` has the `name` of its `tool_call`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-result-other-name'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a result',
  check: (context) => judgeByProtocol(context, ['field-same']),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-lifecycle-over',
  title: 'A call has at most one result',
  clause: 'A `tool_call` has at most one `tool_result`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Nothing follows the end of a part',
    clause: '`lifecycle-over` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event that opens something',
  },
  family: 'stream',
  counterexamples: ['stream-call-answered-twice'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with a `tool_result`',
  protocol: ['lifecycle-over'],
  check: (context) => judgeByProtocol(context, ['lifecycle-over']),
});

import { defineRule, nothingChecked } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

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
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return nothingChecked;
    const types = protocol.correlations.map(({ result }) => result);
    return judgeByProtocol(context, ['call-answered-once'], (turn) => hasType(turn, types));
  },
});

import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-result-answers-call',
  title: 'A `tool_result` answers an earlier `tool_call` of the same turn.',
  provenance: 'assumed',
  clause: 'A turn on the wire: a `tool_result` answers an earlier `tool_call` with the same `call_id`.',
  family: 'stream',
  counterexamples: ['stream-result-without-call'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.correlations.map(({ result }) => result);
    return judgeByProtocol(context, ['result-answers-call'], (turn) => hasType(turn, types));
  },
};

import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-result-matches-call',
  title: 'A `tool_result` has the name of its `tool_call`.',
  provenance: 'assumed',
  clause: 'A turn on the wire: a `tool_result` answers a call of the same `name`.',
  family: 'stream',
  counterexamples: ['stream-result-other-name'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.correlations.map(({ result }) => result);
    return judgeByProtocol(context, ['result-matches-call'], (turn) => hasType(turn, types));
  },
};

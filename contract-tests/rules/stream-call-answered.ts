import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-call-answered',
  title: 'No `tool_call` is left open at a `stop` that is not an error.',
  provenance: 'assumed',
  clause: 'A turn on the wire: no call is left open at a `stop` that is not an error.',
  family: 'stream',
  counterexamples: ['stream-call-unanswered'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.correlations.map(({ call }) => call);
    return judgeByProtocol(context, ['call-answered'], (turn) => hasType(turn, types));
  },
};

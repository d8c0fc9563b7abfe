import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-call-answered-once',
  title: 'No `tool_call` is answered twice.',
  provenance: 'assumed',
  clause: 'A turn on the wire: no call is answered twice.',
  family: 'stream',
  counterexamples: ['stream-call-answered-twice'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.correlations.map(({ result }) => result);
    return judgeByProtocol(context, ['call-answered-once'], (turn) => hasType(turn, types));
  },
};

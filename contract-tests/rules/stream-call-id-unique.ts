import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-call-id-unique',
  title: 'A `call_id` is used once within a session.',
  provenance: 'assumed',
  clause: 'A turn on the wire: `call_id`s are unique within a session.',
  family: 'stream',
  counterexamples: ['stream-call-id-reused'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.correlations.map(({ call }) => call);
    return judgeByProtocol(context, ['call-key-unique'], (turn) => hasType(turn, types));
  },
};

import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-deltas-completed',
  title: 'Deltas are followed by the complete event that they add up to, unless the turn fails.',
  provenance: 'assumed',
  clause: 'A turn on the wire: deltas concatenate to the next complete event; open only before an error `stop`.',
  family: 'stream',
  counterexamples: ['stream-deltas-without-text'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.accumulations.map(({ delta }) => delta);
    return judgeByProtocol(context, ['deltas-completed'], (turn) => hasType(turn, types));
  },
};

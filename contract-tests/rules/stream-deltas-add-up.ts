import type { Rule } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-deltas-add-up',
  title: 'The deltas since the last complete event add up to the next one.',
  provenance: 'assumed',
  clause: 'A turn on the wire: `thinking_delta`s concatenate to the next `thinking`, `text_delta`s to the next `text`.',
  family: 'stream',
  counterexamples: ['stream-deltas-differ'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = protocol.accumulations.map(({ delta }) => delta);
    return judgeByProtocol(context, ['deltas-add-up'], (turn) => hasType(turn, types));
  },
};

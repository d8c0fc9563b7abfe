import { hasType, judgeByProtocol, protocolOf } from '../judging/stream.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'stream-error-flag',
  title: '`is_error` is true exactly where `error` is a text.',
  provenance: 'assumed',
  clause: 'A turn on the wire: `is_error` is true exactly where `error` is a string.',
  family: 'stream',
  counterexamples: ['stream-error-flag-wrong'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const types = [protocol.failure.type];
    return judgeByProtocol(context, ['failure-flag'], (turn) => hasType(turn, types));
  },
};

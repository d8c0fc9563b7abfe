import type { Rule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-stop-once',
  title: 'A turn has one `stop`.',
  provenance: 'documented',
  clause: 'A turn on the wire: exactly one `stop`.',
  family: 'stream',
  counterexamples: ['stream-two-stops'],
  needs: ['conversation', 'unbound'],
  check: (context) => judgeByProtocol(context, ['end-once'], () => true),
};

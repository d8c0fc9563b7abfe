import type { Rule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-stop-last',
  title: 'Nothing follows `stop`.',
  provenance: 'assumed',
  clause: 'A turn on the wire: `stop` is the last message.',
  family: 'stream',
  counterexamples: ['stream-event-after-stop'],
  needs: ['conversation', 'unbound'],
  check: (context) => judgeByProtocol(context, ['end-last'], () => true),
};

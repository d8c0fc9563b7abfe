import type { Rule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-event-name',
  title: 'The `event:` name of a message is the one for its type; without one it is `message`.',
  provenance: 'documented',
  clause: 'A turn on the wire: `event:` agrees with the type; without an `event:` line the name is `message`.',
  family: 'framing',
  counterexamples: ['stream-wrong-event-name'],
  needs: ['conversation', 'unbound'],
  check: (context) => judgeByProtocol(context, ['event-name'], () => true),
};

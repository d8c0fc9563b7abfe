import { defineRule, nothingChecked } from './rule.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-call-id-unique',
  title: 'Call ids are unique',
  clause: 'A `call_id` is used once within a session.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The calls and results in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-call-id-reused'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with a call',
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return nothingChecked;
    const types = protocol.correlations.map(({ call }) => call);
    return judgeByProtocol(context, ['call-key-unique'], (turn) => hasType(turn, types));
  },
});

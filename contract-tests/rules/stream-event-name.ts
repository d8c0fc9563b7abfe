import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-event-name',
  title: 'Each event has the event name of its type',
  clause: 'The `event:` name of an event matches its `type`; without one it is `message`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The event names in `x-stream-protocol`.' },
  family: 'framing',
  counterexamples: ['stream-wrong-event-name'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  protocol: ['event-name'],
  check: (context) => judgeByProtocol(context, ['event-name']),
});

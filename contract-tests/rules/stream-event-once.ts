import { defineRule } from './rule.ts';
import { judgeOptionalEvent } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-event-once',
  title: 'Unrepeatable events occur at most once',
  clause: '`event-once` in `x-stream-protocol`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'stream',
  counterexamples: [],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with an event that may occur only once',
  protocol: ['event-once'],
  check: (context) => judgeOptionalEvent(context, 'event-once'),
});

import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-end-once',
  title: 'A stream has exactly one last event',
  clause: 'A turn has exactly one `stop`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The last event in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-two-stops'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  protocol: ['end-once'],
  check: (context) => judgeByProtocol(context, ['end-once']),
});

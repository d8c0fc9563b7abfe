import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-end-last',
  title: 'Nothing follows the last event of a stream',
  clause: '`stop` is the last event of a turn.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The last event in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-event-after-stop'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  protocol: ['end-last'],
  check: (context) => judgeByProtocol(context, ['end-last']),
});

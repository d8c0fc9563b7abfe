import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-same',
  title: 'A result has the same name as its call',
  clause: 'A `tool_result` has the `name` of its `tool_call`.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Fields that repeat each other are equal',
    clause: '`field-same` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'two events that must have the same value in a field',
  },
  family: 'stream',
  counterexamples: ['stream-result-other-name'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn with a `tool_result`',
  protocol: ['field-same'],
  check: (context) => judgeByProtocol(context, ['field-same']),
});

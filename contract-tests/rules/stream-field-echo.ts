import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-echo',
  title: 'A prompt in the stream is the prompt of the request, once',
  clause: 'A `user_input` holds the prompt of its turn; whether the stream contains it is open.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Fields that repeat the request are equal to it',
    clause: '`field-echo` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event that repeats the request',
  },
  family: 'stream',
  counterexamples: ['stream-input-differs'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn whose stream contains the prompt',
  protocol: ['field-echo'],
  check: (context) => judgeByProtocol(context, ['field-echo']),
});

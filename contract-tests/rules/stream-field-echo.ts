import { defineRule } from './rule.ts';
import { judgeOptionalEvent } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-echo',
  title: 'If a stream repeats the prompt, it repeats it exactly',
  clause: 'A `user_input` holds the prompt of its turn; the stream may leave it out.',
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
  requires: 'a turn that streams at least one event',
  protocol: ['field-echo'],
  check: (context) => judgeOptionalEvent(context, 'field-echo'),
});

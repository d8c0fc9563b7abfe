import { defineRule } from './rule.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-input-is-prompt',
  title: 'A prompt in the stream is the prompt of the request, once',
  clause: 'A `user_input` holds the prompt of its turn; whether the stream contains it is open.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'stream',
  counterexamples: ['stream-input-differs'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn whose stream contains the prompt',
  check: (context) => judgeByProtocol(context, ['field-echo', 'event-once']),
});

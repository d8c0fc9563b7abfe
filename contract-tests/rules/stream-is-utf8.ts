import { defineRule, judge } from './rule.ts';
import { takenTurns } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-is-utf8',
  title: 'Event streams are valid UTF-8',
  clause: 'An event stream is UTF-8 (WHATWG HTML, section 9.2.5).',
  provenance: 'standard',
  scope: 'any-stream',
  family: 'framing',
  counterexamples: ['stream-invalid-utf8'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream with at least one event',
  check: (context) =>
    judge(takenTurns(context), ({ exchange, invalidUtf8At }) =>
      invalidUtf8At === undefined
        ? undefined
        : {
            operation: exchange.operation,
            message: 'The stream contains bytes that are not valid UTF-8.',
            expected: 'UTF-8',
            received: `an invalid byte in the chunk that begins at byte ${invalidUtf8At}`,
            exchange,
          },
    ),
});

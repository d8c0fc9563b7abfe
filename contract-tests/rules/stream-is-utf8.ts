import { judge, type Rule } from './rule.ts';
import { takenTurns } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-is-utf8',
  title: 'An event stream is UTF-8.',
  provenance: 'standard',
  clause: 'A turn on the wire: UTF-8 (WHATWG HTML, section 9.2.5).',
  family: 'framing',
  counterexamples: ['stream-invalid-utf8'],
  needs: ['conversation', 'unbound'],
  check: (context) =>
    judge(takenTurns(context), ({ exchange, invalidUtf8At }) =>
      invalidUtf8At === undefined
        ? undefined
        : {
            operation: exchange.operation,
            message: 'The stream has bytes that are not UTF-8.',
            expected: 'UTF-8',
            received: `an invalid byte in the chunk that begins at byte ${invalidUtf8At}`,
            exchange,
          },
    ),
};

import { withArticle } from '../../src/shared/wording.ts';
import { defineRule, judge } from './rule.ts';
import { protocolOf, typeOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-end-present',
  title: 'A stream ends with its last event',
  clause: 'A turn ends with `stop`.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The last event in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-without-stop'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream that reaches its end',
  protocol: ['end-present'],
  check: (context) => {
    const protocol = protocolOf(context);
    const judged = context.seen.turns.filter(
      ({ ended, undispatched }) => (ended === 'closed' || ended === 'silent') && undispatched === undefined,
    );
    return judge(protocol ? judged : [], ({ exchange, endViolations, messages, ended }) => {
      const missing = endViolations.find(({ rule }) => rule === 'end-present');
      if (!missing) return undefined;
      return {
        operation: exchange.operation,
        message: ended === 'silent' ? `${missing.message.replace('ended', 'went silent')}` : missing.message,
        expected: missing.expected,
        received:
          messages.length === 0
            ? 'no event'
            : `${messages.length} events, the last one ${withArticle(typeOf(messages.at(-1)?.event) ?? 'event without a type')}`,
        exchange,
        provenance: missing.provenance,
      };
    });
  },
});

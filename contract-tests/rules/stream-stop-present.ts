import { judge, type Rule } from './rule.ts';
import { protocolOf, takenTurns, typeOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-stop-present',
  title: 'A turn ends with `stop`.',
  provenance: 'documented',
  clause: 'A turn on the wire: `stop` ends a turn.',
  family: 'stream',
  counterexamples: ['stream-without-stop'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const protocol = protocolOf(context);
    const judged = takenTurns(context).filter(
      ({ ended, undispatched }) => (ended === 'closed' || ended === 'silent') && undispatched === undefined,
    );
    return judge(protocol ? judged : [], ({ exchange, endViolations, messages, ended }) => {
      const missing = endViolations.find(({ rule }) => rule === 'end-present');
      if (!missing) return undefined;
      return {
        operation: exchange.operation,
        message: ended === 'silent' ? `${missing.message.replace('ended', 'fell silent')}` : missing.message,
        expected: missing.expected,
        received: `${messages.length} messages, the last a ${typeOf(messages.at(-1)?.event) ?? 'message without type'}`,
        exchange,
        provenance: missing.provenance,
      };
    });
  },
};

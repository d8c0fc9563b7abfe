import { judge, type Rule } from './rule.ts';
import { hasType, protocolOf, takenTurns } from './support/stream.ts';

const breaches = {
  silent: 'The response stays open after the last event.',
  reset: 'The response is broken off.',
  'too-large': 'The stream goes on beyond all bounds.',
};

export const rule: Rule = {
  id: 'stream-response-ends',
  title: 'The server ends the response after the last event, and does not break it off.',
  provenance: 'documented',
  clause: 'A turn on the wire: exactly one `stop`; then the server ends the response.',
  family: 'framing',
  counterexamples: ['stream-never-ends', 'stream-cut'],
  needs: ['conversation', 'unbound'],
  check: (context) => {
    const end = protocolOf(context)?.end.type;
    const judged = takenTurns(context).filter(
      (turn) => turn.ended !== 'aborted' && (turn.ended !== 'silent' || hasType(turn, [end ?? ''])),
    );
    return judge(judged, ({ exchange, ended, messages }) =>
      ended === 'closed' || ended === 'aborted'
        ? undefined
        : {
            operation: exchange.operation,
            message: breaches[ended],
            expected: 'the end of the response',
            received: `${messages.length} messages, then ${ended === 'silent' ? 'silence' : ended === 'reset' ? 'a broken connection' : 'more'}`,
            exchange,
          },
    );
  },
};

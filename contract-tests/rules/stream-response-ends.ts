import { defineRule, judge } from './rule.ts';
import { takenTurns } from './support/stream.ts';

const faults = {
  silent: 'The response stays open after the last event.',
  reset: 'The connection breaks before the response ends.',
  'too-large': 'The stream exceeds the maximum size or duration.',
};

export const rule = defineRule({
  id: 'stream-response-ends',
  title: 'The server closes the stream after the last event',
  clause: 'A turn has exactly one `stop`; then the server closes the response.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The last event in `x-stream-protocol`; then the server closes the response.' },
  family: 'framing',
  counterexamples: ['stream-never-ends', 'stream-cut'],
  needs: ['conversation', 'unbound'],
  requires: 'a stream that reaches its end',
  check: (context) => {
    const judged = takenTurns(context).filter(
      (turn) => turn.ended !== 'aborted' && (turn.ended !== 'silent' || turn.reachedEnd),
    );
    return judge(judged, ({ exchange, ended, messages }) =>
      ended === 'closed' || ended === 'aborted'
        ? undefined
        : {
            operation: exchange.operation,
            message: faults[ended],
            expected: 'the end of the response',
            received: `${messages.length} events, then ${ended === 'silent' ? 'an open connection' : ended === 'reset' ? 'a broken connection' : 'more'}`,
            exchange,
          },
    );
  },
});

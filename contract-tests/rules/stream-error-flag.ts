import { excerpt } from '../../src/shared/excerpt.ts';
import { both, judge, type Rule } from './rule.ts';
import { departedStops } from './support/departure.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule: Rule = {
  id: 'stream-error-flag',
  title: '`is_error` is true exactly where `error` is a text.',
  provenance: 'assumed',
  clause: 'A turn on the wire: `is_error` is true exactly where `error` is a string.',
  family: 'stream',
  counterexamples: ['stream-error-flag-wrong'],
  needs: ['conversation', 'unbound', 'interruption'],
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return { exercised: {}, findings: [] };
    const { type, flag, message: reason } = protocol.failure;
    const streamed = judgeByProtocol(context, ['failure-flag'], (turn) => hasType(turn, [type]));
    // The stop of a turn whose client went away is seen in the history only.
    const kept = judge(departedStops(context), ({ exchange, stop }) =>
      (stop[flag] === true) === (typeof stop[reason] === 'string')
        ? undefined
        : {
            operation: exchange.operation,
            message: `In the history, ${flag} of a ${type} does not agree with ${reason}.`,
            expected: `${flag}: true exactly where ${reason} is a text`,
            received: excerpt(stop),
            exchange,
          },
    );
    return both(streamed, kept);
  },
};

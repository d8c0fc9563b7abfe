import { excerpt } from '../../src/shared/excerpt.ts';
import { withArticle } from '../../src/shared/wording.ts';
import { both, defineRule, judge, nothingChecked } from './rule.ts';
import { departedStops } from './support/departure.ts';
import { hasType, judgeByProtocol, protocolOf } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-error-flag',
  title: 'The error flag is true exactly if there is an error message',
  clause: '`is_error` is true exactly if `error` is a string.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: { clause: 'The failure flag in `x-stream-protocol`.' },
  family: 'stream',
  counterexamples: ['stream-error-flag-wrong'],
  needs: ['conversation', 'unbound', 'interruption'],
  requires: 'a stream that ends with its last event',
  check: (context) => {
    const protocol = protocolOf(context);
    if (!protocol) return nothingChecked;
    const { type, flag, message: reason } = protocol.failure;
    const streamed = judgeByProtocol(context, ['failure-flag'], (turn) => hasType(turn, [type]));
    // The stop of a turn whose client went away is seen in the history only.
    const kept = judge(departedStops(context), ({ exchange, stop }) =>
      (stop[flag] === true) === (typeof stop[reason] === 'string')
        ? undefined
        : {
            operation: exchange.operation,
            message: `In the history, ${flag} of ${withArticle(type)} does not match ${reason}.`,
            expected: `${flag}: true exactly if ${reason} is a string`,
            received: excerpt(stop),
            exchange,
          },
    );
    return both(streamed, kept);
  },
});

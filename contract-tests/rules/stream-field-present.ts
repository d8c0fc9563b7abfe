import { excerpt } from '../../src/shared/excerpt.ts';
import { both, defineRule, judge } from './rule.ts';
import { departedStops } from './support/departure.ts';
import { judgeByProtocol } from './support/stream.ts';

export const rule = defineRule({
  id: 'stream-field-present',
  title: 'The error flag is true exactly if there is an error message',
  clause: '`is_error` is true exactly if `error` is a string.',
  provenance: 'assumed',
  scope: 'any-stream-protocol',
  otherApis: {
    title: 'Fields are present exactly when the protocol says so',
    clause: '`field-present` in `x-stream-protocol`.',
    provenance: 'documented',
    requires: 'an event with a conditional field',
  },
  family: 'stream',
  counterexamples: ['stream-error-flag-wrong'],
  needs: ['conversation', 'unbound', 'interruption'],
  requires: 'a turn that ends with `stop`',
  protocol: ['field-present'],
  check: (context) => {
    const streamed = judgeByProtocol(context, ['field-present']);
    // The stop of an interrupted turn is visible in the history only.
    const kept = judge(departedStops(context), ({ exchange, stop }) =>
      (stop.is_error === true) === (typeof stop.error === 'string')
        ? undefined
        : {
            operation: exchange.operation,
            message: 'In the history, is_error of a stop does not match error.',
            expected: 'is_error: true exactly if error is a string',
            received: excerpt(stop),
            exchange,
          },
    );
    return both(streamed, kept);
  },
});

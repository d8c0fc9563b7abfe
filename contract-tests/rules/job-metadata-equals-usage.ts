import { excerpt } from '../../src/shared/excerpt.ts';
import { isObject } from '../../src/shared/json.ts';
import { objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';
import { departedStops } from './support/departure.ts';
import { differingFields } from './support/equal.ts';
import { fitsSchema, lastEvent, lastTurn, normalSummary, recordedHistories } from './support/history.ts';

export const rule = defineRule({
  id: 'job-metadata-equals-usage',
  title: 'After a turn, `job_metadata` has the usage and the error state of its `stop`',
  clause: "After a turn, `job_metadata` has the usage and the error state of the turn's `stop`.",
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['job-metadata-stale', 'job-metadata-hides-error'],
  needs: ['conversation', 'unbound', 'interruption'],
  requires: 'a turn whose events are valid and end with `stop`, and a readable session',
  check: (context) =>
    judge(
      [
        ...recordedHistories(context).map((history) => ({
          exchange: history.exchange,
          stop: lastEvent(lastTurn(history).turn),
        })),
        ...departedStops(context),
      ].filter(({ exchange }) => fitsSchema(context, exchange)),
      ({ exchange, stop }) => {
        const { job_metadata: found } = normalSummary(context, objectOf(exchange) ?? {});
        const usage = isObject(stop?.usage) ? stop.usage : {};
        const asked = { job_metadata: { ...usage, error: stop?.error ?? null, is_error: stop?.is_error ?? false } };
        const { job_metadata: expected } = normalSummary(context, asked);
        const own = (value: unknown) => (isObject(value) ? { ...value, export_config_ids: null } : {});
        const fields = differingFields(own(expected), own(found));
        if (fields.length === 0) return undefined;
        return {
          operation: exchange.operation,
          message: `After a turn, job_metadata differs from the stop event in ${fields.join(', ')}.`,
          expected: excerpt(expected),
          received: excerpt(found),
          exchange,
          provenance: found === null ? 'documented' : 'assumed',
        };
      },
    ),
});

import { objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';
import { differingFields } from './support/equal.ts';
import { fieldsOf, sameSummary } from './support/summary.ts';

export const rule = defineRule({
  id: 'list-item-equals-summary',
  title: "A list item equals the session's summary",
  clause: 'An item of the list equals the summary of its session.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['list-item-differs'],
  needs: ['conversation', 'unbound', 'end'],
  requires: 'a session with a turn that is among the first 150 of the list',
  check: (context) =>
    judge(
      context.seen.snapshots.flatMap(({ summary, full, listed }) => {
        const values = [summary, full].map(objectOf).filter((value) => value !== undefined);
        return listed && values.length > 0 ? [{ values, ...listed }] : [];
      }),
      ({ values, item, exchange }) => {
        // If the summary itself differs from the full session, another rule reports it.
        const compared = values.map((value) => {
          const { one, other } = sameSummary(context, value, item);
          return { one, other, fields: differingFields(one, other) };
        });
        const [first] = compared;
        if (!first || compared.some((comparison) => comparison.fields.length === 0)) return undefined;
        const { one, other, fields } = first;
        return {
          operation: exchange.operation,
          message: `A list item differs from the session's summary in ${fields.join(', ')}.`,
          expected: fieldsOf(one, fields),
          received: fieldsOf(other, fields),
          exchange,
        };
      },
    ),
});

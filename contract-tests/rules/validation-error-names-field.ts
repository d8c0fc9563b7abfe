import { isObject } from '../../src/shared/json.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge } from './rule.ts';
import { received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'validation-error-names-field',
  title: 'A 422 names the invalid field',
  clause:
    'A 422 has `{detail: [{loc, msg, type}]}` (documented); it has at least one entry, and `loc` leads to the invalid field (assumed).',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'requests',
  counterexamples: ['validation-error-wrong-field', 'validation-error-empty'],
  needs: ['constraints', 'paging'],
  requires: 'a 422 response to a request with one invalid field',
  check: ({ seen }) =>
    judge(
      seen.exchanges.flatMap((exchange) => {
        if (exchange.case.kind !== 'invalid' || statusOf(exchange) !== 422) return [];
        const [, field] = exchange.case.constraint.at;
        const isEmpty = detailOf(exchange)?.length === 0;
        // A `loc` that is empty, or leads to the whole body, is imprecise but not wrong.
        const locations = locationsOf(exchange).filter((location) => location.length > 1);
        if (field === undefined || (locations.length === 0 && !isEmpty)) return [];
        return [{ exchange, field: String(field), locations, isEmpty }];
      }),
      ({ exchange, field, locations, isEmpty }) =>
        locations.some((location) => location.map(String).includes(field))
          ? undefined
          : {
              operation: exchange.operation,
              message: isEmpty
                ? `The 422 for an invalid ${field} has no entries.`
                : `The 422 for an invalid ${field} does not name the field.`,
              expected: `a loc with "${field}"`,
              received: received(exchange),
              exchange,
            },
    ),
});

function detailOf({ response }: Exchange): unknown[] | undefined {
  const body = response?.json;
  return isObject(body) && Array.isArray(body.detail) ? body.detail : undefined;
}

function locationsOf(exchange: Exchange): unknown[][] {
  return (detailOf(exchange) ?? []).flatMap((entry) =>
    isObject(entry) && Array.isArray(entry.loc) ? [entry.loc] : [],
  );
}

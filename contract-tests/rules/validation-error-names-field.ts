import { isObject } from '../../src/shared/json.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'validation-error-names-field',
  title: 'A 422 says what is wrong, and where it names fields, the one that is wrong is among them.',
  provenance: 'assumed',
  clause:
    'Every operation may answer 422 with `{detail: [{loc, msg, type}]}`; that it has an entry, and that `loc` leads to the field, is assumed.',
  family: 'requests',
  counterexamples: ['validation-error-wrong-field', 'validation-error-empty'],
  needs: ['constraints', 'paging'],
  check: ({ seen }) =>
    judge(
      seen.exchanges.flatMap((exchange) => {
        if (exchange.case.kind !== 'invalid' || statusOf(exchange) !== 422) return [];
        const [, field] = exchange.case.constraint.at;
        const isEmpty = detailOf(exchange)?.length === 0;
        // A `loc` that leads nowhere, or to the whole body, is short but not wrong.
        const locations = locationsOf(exchange).filter((location) => location.length > 1);
        if (field === undefined || (locations.length === 0 && !isEmpty)) return [];
        return [{ exchange, field: String(field), locations, isEmpty }];
      }),
      ({ exchange, field, locations, isEmpty }) =>
        locations.some((location) => location.map(String).includes(field))
          ? undefined
          : {
              operation: exchange.operation,
              message: isEmpty ? `The 422 for ${field} says nothing.` : `The 422 for ${field} does not name it.`,
              expected: `a loc with "${field}"`,
              received: received(exchange),
              exchange,
            },
    ),
};

function detailOf({ response }: Exchange): unknown[] | undefined {
  const body = response?.json;
  return isObject(body) && Array.isArray(body.detail) ? body.detail : undefined;
}

function locationsOf(exchange: Exchange): unknown[][] {
  return (detailOf(exchange) ?? []).flatMap((entry) =>
    isObject(entry) && Array.isArray(entry.loc) ? [entry.loc] : [],
  );
}

import { isObject } from '../../lib/json.ts';
import { received, statusOf } from '../judging/answer.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'validation-error-names-field',
  title: 'Where a 422 names fields, the one that is wrong is among them.',
  provenance: 'assumed',
  clause:
    'Every operation may answer 422 with `{detail: [{loc, msg, type}]}`; that `loc` leads to the field is assumed.',
  family: 'requests',
  counterexamples: ['validation-error-wrong-field'],
  needs: ['constraints', 'paging'],
  check: ({ seen }) =>
    judge(
      seen.exchanges.flatMap((exchange) => {
        if (exchange.case.kind !== 'invalid' || statusOf(exchange) !== 422) return [];
        const [, field] = exchange.case.constraint.at;
        // A `loc` that leads nowhere, or to the whole body, is short but not wrong.
        const locations = locationsOf(exchange.response?.json).filter((location) => location.length > 1);
        return field === undefined || locations.length === 0 ? [] : [{ exchange, field: String(field), locations }];
      }),
      ({ exchange, field, locations }) =>
        locations.some((location) => location.map(String).includes(field))
          ? undefined
          : {
              operation: exchange.operation,
              message: `The 422 for ${field} does not name it.`,
              expected: `a loc with "${field}"`,
              received: received(exchange),
              exchange,
            },
    ),
};

function locationsOf(body: unknown): unknown[][] {
  const detail = isObject(body) && Array.isArray(body.detail) ? body.detail : [];
  return detail.flatMap((entry) => (isObject(entry) && Array.isArray(entry.loc) ? [entry.loc] : []));
}

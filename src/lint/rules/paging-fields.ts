import { hasProperty } from '../../openapi/has-property.ts';
import type { LintRule, LintSubject, RuleFinding } from '../rule.ts';

/**
 * Every `x-paging` names a query parameter of its operation, and two fields of the response: the token of the next
 * page, and the items.
 */
export const pagingFields: LintRule = {
  id: 'paging-fields',
  isGeneral: true,
  check: (subject) =>
    subject.contract.operations.flatMap(({ pointer: operation, paging, parameters, responses, id }) => {
      if (!paging) return [];
      const pointer = `${operation}/x-paging`;
      const success = Object.entries(responses).filter(([status]) => /^2/.test(status));
      const schemas = success.flatMap(([, { content }]) =>
        Object.values(content).flatMap(({ schema }) => schema ?? []),
      );
      const takesToken = parameters.some((one) => one.in === 'query' && one.name === paging.token);
      return [
        ...(takesToken ? [] : [missing(pointer, 'token', `${id} has no query parameter`, paging.token)]),
        ...(['next', 'items'] as const)
          .filter((field) => !hasField(subject, schemas, paging[field]))
          .map((field) => missing(pointer, field, `The response of ${id} has no field`, paging[field])),
      ];
    }),
};

function hasField({ document }: LintSubject, schemas: readonly string[], name: unknown): boolean {
  return schemas.some((schema) => hasProperty(document, schema, String(name)));
}

function missing(pointer: string, field: string, what: string, name: unknown): RuleFinding {
  return { pointer: `${pointer}/${field}`, message: `x-paging.${field} is wrong: ${what} ${String(name)}.` };
}

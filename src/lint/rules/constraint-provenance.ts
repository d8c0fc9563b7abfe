import { isObject } from '../../shared/json.ts';
import type { LintRule } from '../rule.ts';

/** The keywords that narrow the values of a type (JSON Schema 2020-12, validation, sections 6.1 to 6.5 and 7). */
const constraints = [
  'const',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'uniqueItems',
];

/** Every keyword that constrains a schema's values has a provenance. */
export const constraintProvenance: LintRule = {
  id: 'constraint-provenance',
  check: ({ nodes }) =>
    nodes.schema.flatMap(({ pointer, value }) => {
      const stated = value['x-provenance'];
      return constraints
        .filter((keyword) => value[keyword] !== undefined)
        .filter((keyword) => (isObject(stated) ? stated[keyword] === undefined : stated === undefined))
        .map((keyword) => ({
          pointer: `${pointer}/${keyword}`,
          message: `The constraint ${keyword} has no x-provenance; add documented, standard or assumed.`,
        }));
    }),
};

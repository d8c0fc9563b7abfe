import { isObject } from '../../shared/json.ts';
import type { LintRule } from '../rule.ts';

/** Every request and response body has a named example, for readers, mocks and tests. */
export const exampleNamed: LintRule = {
  id: 'example-named',
  check: ({ nodes }) =>
    nodes.mediaType
      .filter(({ value }) => !isObject(value.examples) || Object.keys(value.examples).length === 0)
      .map(({ pointer }) => ({ pointer, message: 'The body has no named example; add one to examples.' })),
};

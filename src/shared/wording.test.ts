import { expect, test } from 'vitest';
import { countOf, pluralize } from './wording.ts';

test('a count has its noun or verb in the right number', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'rule'))).toEqual(['0 rules', '1 rule', '2 rules']);
  expect([0, 1, 2].map((count) => pluralize(count, 'is', 'are'))).toEqual(['are', 'is', 'are']);
});

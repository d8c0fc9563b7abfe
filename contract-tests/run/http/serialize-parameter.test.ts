import { expect, test } from 'vitest';
import { queryText } from './serialize-parameter.ts';

test.each<[unknown, string]>([
  [{ status: 'open' }, 'f[status]=open'],
  [{ tags: ['a', 'b'] }, 'f[tags][0]=a&f[tags][1]=b'],
  [{ size: { from: 1, to: 2 } }, 'f[size][from]=1&f[size][to]=2'],
  [[{ id: 'x' }], 'f[0][id]=x'],
  [{ a: undefined, b: null, c: {} }, ''],
  [{ 'a b': 'c&d' }, 'f[a%20b]=c%26d'],
])('%j in the style deepObject is %s', (value, expected) => {
  expect(queryText({ name: 'f', in: 'query', style: 'deepObject', explode: true }, 'f', value)).toBe(expected);
});

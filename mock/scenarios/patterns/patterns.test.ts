import { expect, test } from 'vitest';
import { compilePattern as compileLinear } from './linear-pattern.ts';
import { compilePattern as compileNative } from './native-pattern.ts';

test.each([
  ['refund', '', 'A refund, please', true],
  ['Refund', '', 'a refund', false],
  ['REFUND', 'i', 'a refund', true],
  ['^b$', '', 'a\nb', false],
  ['^b$', 'm', 'a\nb', true],
  ['a.b', '', 'a\nb', false],
  ['a.b', 's', 'a\nb', true],
  ['\\d{2,} €', '', 'for 100 €', true],
  ['(?<what>key)\\b', '', 'monkeys', false],
])('/%s/%s has the same result as a native pattern on %j', (source, flags, text, expected) => {
  const patterns = [compileLinear(source, flags), compileNative(source, flags)];
  // Twice, because a pattern must not keep a state.
  expect([...patterns, ...patterns].map((pattern) => pattern.test(text))).toEqual([
    expected,
    expected,
    expected,
    expected,
  ]);
});

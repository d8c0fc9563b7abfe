import { expect, test } from 'vitest';
import { textForPattern } from './text-for-pattern.ts';

test.each([
  '^[0-9]+$',
  '^(0|[1-9]\\d*)$',
  '^\\d{3}-\\d{2}-\\d{4}$',
  '^[A-Z]{2}[0-9]{2}$',
  '^#[0-9a-fA-F]{6}$',
  '^(?:foo|bar)-[^a-z\\s]{2,4}$',
  '^sha256:[a-f0-9]{64}$',
  '^\\p{Lu}\\p{Ll}+$',
  '^[\\w.-]+@[\\w-]+\\.[a-z]{2,}$',
  '^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$'.replace('(?=.*[A-Z])(?=.*\\d)', ''),
  '^/[^/]+(/[^/]+)*$',
  '^\\+[1-9]\\d{1,14}$',
  '^\\u0041\\x42$',
  '[^]]',
  '^(?<year>\\d{4})$',
  '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  '^$',
  '^.*$',
  'id_',
  '^(([a-z]+)|([0-9]+))+$',
  '^[\\-\\]]$',
])('%s', (pattern) => {
  const text = textForPattern(pattern);
  expect(text).toBeTypeOf('string');
  expect(text).toMatch(new RegExp(pattern, 'u'.repeat(Number(pattern !== '[^]]'))));
});

test('satisfies minimum and maximum lengths', () => {
  expect(textForPattern('^[a-z]+$', 12)).toHaveLength(12);
  expect(textForPattern('^id', 5)).toHaveLength(5);
  expect(textForPattern('^[a-z]*$', 3, 3)).toHaveLength(3);
  expect(textForPattern('^a{5}$', 0, 3)).toBeUndefined();
});

test.each(['^(a', '(?<=x)y$', '^(?!.*)$', '(?i)abc', '[z-a]'])('finds no text for %s', (pattern) => {
  expect(textForPattern(pattern)).toBeUndefined();
});

test('does not try a pattern that would need gigabytes or a deep stack', () => {
  expect(textForPattern('^((a{1000}){1000}){1000}$')).toBeUndefined();
  expect(textForPattern(`${'('.repeat(5_000)}a${')'.repeat(5_000)}`)).toBeUndefined();
});

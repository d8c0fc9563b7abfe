import { expect, test } from 'vitest';
import { harmless, harmlessLine } from './harmless.ts';

test('hidden characters become escapes', () => {
  expect(harmless('a\u001b[31mred\u0007\u202e\r\nb')).toBe('a\\u001b[31mred\\u0007\\u202e\\u000d\nb');
  expect(harmless('\u0000\ufeff\u200b\ud800\uffff\u{e0041}')).toBe('\\u0000\\ufeff\\u200b\\ud800\\uffff\\udb40\\udc41');
});

test('visible text stays as it is', () => {
  expect(harmless('tab\tline\n€ 漢字 😀 <b>')).toBe('tab\tline\n€ 漢字 😀 <b>');
});

test('a line stays one line', () => {
  expect(harmlessLine('a\n::error::b\tc')).toBe('a\\n::error::b\\tc');
});

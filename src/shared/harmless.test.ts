import { expect, test } from 'vitest';
import { harmless, harmlessLine } from './harmless.ts';

test('escapes hidden characters', () => {
  expect(harmless('a\u001b[31mred\u0007\u202e\r\nb')).toBe('a\\u001b[31mred\\u0007\\u202e\\u000d\nb');
  expect(harmless('\u0000\ufeff\u200b\ud800\uffff\u{e0041}')).toBe('\\u0000\\ufeff\\u200b\\ud800\\uffff\\udb40\\udc41');
});

test('leaves visible text unchanged', () => {
  expect(harmless('tab\tline\n€ 漢字 😀 <b>')).toBe('tab\tline\n€ 漢字 😀 <b>');
});

test('keeps a line on one line', () => {
  expect(harmlessLine('a\n::error::b\tc')).toBe('a\\n::error::b\\tc');
});

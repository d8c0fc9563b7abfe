import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

test('escape sequences and bidi marks are made visible', () => {
  expect(harmless('a\u001b[31mred\u0007\u202e\r\nb')).toBe('a\\u001b[31mred\\u0007\\u202e\\u000d\nb');
});

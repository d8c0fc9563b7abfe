import { expect, test } from 'vitest';
import { cut } from '../../src/shared/excerpt.ts';

test('states the original length of a value that is shortened twice', () => {
  const once = cut('x'.repeat(5_000));
  expect(once).toMatch(/^x{140} … x{60} \(5000 characters\)$/);
  expect(cut(once, 100)).toMatch(/^x{70} … x{30} \(5000 characters\)$/);
  expect(cut(once)).toBe(once);
});

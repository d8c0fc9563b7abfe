import { expect, test } from 'vitest';
import { createKeptJson } from './kept-json.ts';

test('stores a value unchanged', () => {
  const value = JSON.parse('{"a":[1,"x",null,{"b":true,"__proto__":{"c":"d"}}],"long":""}');
  value.long = 'x'.repeat(1_000);
  const copy = structuredClone(value);
  expect(createKeptJson(100_000).keep(value)).toEqual(copy);
  expect(Object.keys(value.a[3])).toEqual(['b', '__proto__']);
});

test('stores no value above the bound, and nothing after it', () => {
  const kept = createKeptJson(1_000);
  expect(kept.keep('x'.repeat(400))).toHaveLength(400);
  expect(kept.keep('y'.repeat(100))).toBeUndefined();
  expect(kept.keep(null)).toBeUndefined();
});

test.each([
  ['many values', JSON.parse(`[${'1,'.repeat(100)}1]`)],
  ['long names', { ['x'.repeat(800)]: 1 }],
  ['long strings deep within', { a: [{ b: 'x'.repeat(800) }] }],
])('%s count', (_, value) => {
  expect(createKeptJson(1_500).keep(value)).toBeUndefined();
});

test('counts a repeated long text once', () => {
  const kept = createKeptJson(10_000);
  const text = 'x'.repeat(1_000);
  for (let time = 0; time < 50; time += 1) expect(kept.keep({ content: `${text}` })).toEqual({ content: text });
  expect(kept.keep({ content: 'y'.repeat(3_000) })).toBeUndefined();
});

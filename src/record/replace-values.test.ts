import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceValues, replaceWords } from './replace-values.ts';

describe('values in a JSON text', () => {
  it.each([
    ['a whole string', '{"a":"t"}', { t: 'X' }, '{"a":"X"}'],
    ['a short value within a string', '{"total":"at t"}', { t: 'X' }, '{"total":"at t"}'],
    ['a word within a string', '{"a":"the key-1234567, yes"}', { 'key-1234567': 'X' }, '{"a":"the X, yes"}'],
    ['a part of a word', '{"a":"key-12345678"}', { 'key-1234567': 'X' }, '{"a":"key-12345678"}'],
    [
      'the name of a field',
      '{"total_input_tokens":1,"token":"token"}',
      { token: 'X' },
      '{"total_input_tokens":1,"token":"X"}',
    ],
    ['an escaped string', '{"a":"say \\"hi\\""}', { 'say "hi"': 'X' }, '{"a":"X"}'],
    [
      'numbers and spaces',
      '{ "a" : 1.0, "b":12345678901234567890 }',
      { a: 'X' },
      '{ "a" : 1.0, "b":12345678901234567890 }',
    ],
  ])('%s', (_, json, names, wanted) => {
    expect(replaceValues(json, new Map(Object.entries(names)))).toBe(wanted);
  });

  it('leave a text that parses to the same value except for the replaced ones', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 1 }), (value, secret) => {
        const written = replaceValues(JSON.stringify(value), new Map([[secret, 'REPLACED']]));
        const contains = JSON.stringify(value).includes(JSON.stringify(secret).slice(1, -1));
        // JSON has no -0.
        const plain = contains ? undefined : JSON.parse(JSON.stringify(value));
        if (plain !== undefined) expect(JSON.parse(written)).toEqual(plain);
        else expect(() => JSON.parse(written)).not.toThrow();
      }),
    );
  });
});

it('replaces words of a plain text', () => {
  expect(
    replaceWords(
      't is token-12345',
      new Map([
        ['t', 'X'],
        ['token-12345', 'Y'],
      ]),
    ),
  ).toBe('t is Y');
});

import { expect, test } from 'vitest';
import { hasProperty } from './has-property.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const schemas = {
  Own: { properties: { id: {} } },
  Part: { allOf: [{}, ref('Own')] },
  Circle: { allOf: [ref('Circle'), { allOf: [ref('Circle')] }] },
  Union: { anyOf: [ref('Own')] },
};
const has = (name: string, parts?: string[]) =>
  hasProperty({ components: { schemas } }, `#/components/schemas/${name}`, 'id', parts);

test.each([
  ['of its own', 'Own', true],
  ['of a part', 'Part', true],
  ['of none of its parts, which form a circle', 'Circle', false],
  ['of a variant, unless asked for', 'Union', false],
])('a schema with a property %s', (_, name, expected) => {
  expect(has(name)).toBe(expected);
});

test('variants count if they are named', () => expect(has('Union', ['allOf', 'anyOf'])).toBe(true));

import { expect, test } from 'vitest';
import { coerceObject, shapeOf } from './value-shape.ts';

test('reads only the used part of recursive schemas', () => {
  const names = Array.from({ length: 100 }, (_, index) => `S${index}`);
  const links = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schema = { type: 'object', properties: { count: { type: 'integer' }, ...links } };
  const schemas = Object.fromEntries(names.map((name) => [name, schema]));
  const shape = shapeOf({ components: { schemas } } as never, '#/components/schemas/S0');
  const deep = names.reduce((inner, name) => inner.properties.get(name)!, shape);
  expect(coerceObject(deep, [['count', '7']])).toEqual({ count: 7 });
});

import { expect, test } from 'vitest';
import { createSchemaValidator } from './schema-validator.ts';

test('of what is broken in thousands of entries the first are told, and it takes no minute', () => {
  const schemas = {
    Rows: {
      type: 'array',
      items: { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' } } },
    },
  };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [
    ...Array.from({ length: 500 }, () => ({ b: 1 })),
    { a: 7 },
    ...Array.from({ length: 200_000 }, () => ({})),
  ];
  const found = validate('#/components/schemas/Rows', rows).map(({ at: [, field], message }) => `${field} ${message}`);
  expect(found.length).toBeLessThan(200);
  expect([...new Set(found)].sort()).toEqual(['a is missing', 'a must be string', 'b is missing']);
});

test('what is broken only behind a thousand good entries is told', () => {
  const schemas = { Rows: { type: 'array', items: { type: 'object', required: ['a'] } } };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [...Array.from({ length: 1_500 }, () => ({ a: 1 })), {}];
  expect(validate('#/components/schemas/Rows', rows)).toMatchObject([{ at: [1_500, 'a'], keyword: 'required' }]);
});

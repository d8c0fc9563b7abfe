import { expect, test } from 'vitest';
import { createSchemaValidator } from './schema-validator.ts';

test('of what is broken in thousands of entries the first are told, and nothing else is lost', () => {
  const schemas = {
    Rows: {
      type: 'array',
      items: { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' } } },
    },
  };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [...Array.from({ length: 3_000 }, () => ({ b: 1 })), { a: 7 }];
  const found = validate('#/components/schemas/Rows', rows).map(({ at: [, field], message }) => `${field} ${message}`);
  expect(found.length).toBeLessThan(200);
  expect([...new Set(found)].sort()).toEqual(['a is missing', 'a must be string', 'b is missing']);
});

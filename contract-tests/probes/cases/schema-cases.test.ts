import { expect, test } from 'vitest';
import { absent, boundaryCases, invalidCases } from './schema-cases.ts';

const document = {
  components: {
    schemas: {
      Turn: {
        type: 'object',
        required: ['prompt'],
        properties: {
          prompt: { type: 'string', minLength: 1, maxLength: 3, 'x-provenance': { minLength: 'assumed' } },
          index_ids: { type: ['array', 'null'], minItems: 1, maxItems: 2, items: { $ref: '#/components/schemas/Id' } },
          page: { type: 'integer', minimum: 1, maximum: 5 },
        },
      },
      Id: { type: 'string', format: 'uuid' },
      Maybe: { anyOf: [{ $ref: '#/components/schemas/Id' }, { type: 'null' }] },
    },
  },
};

const base = { prompt: 'ab', index_ids: ['one'] };

function table(cases: ReturnType<typeof invalidCases>): [string, string, unknown][] {
  return cases.map(({ at, keyword, value }) => [at.join('.'), keyword, value === absent ? 'absent' : value]);
}

test('violates each constraint once, at any depth', () => {
  const cases = table(invalidCases(document, '#/components/schemas/Turn', base));
  expect(cases).toContainEqual(['', 'type', 'text']);
  expect(cases).toContainEqual(['prompt', 'required', 'absent']);
  expect(cases).toContainEqual(['prompt', 'type', null]);
  expect(cases).toContainEqual(['prompt', 'minLength', '']);
  expect(cases).toContainEqual(['prompt', 'maxLength', 'aaaa']);
  expect(cases).toContainEqual(['index_ids', 'minItems', []]);
  expect(cases).toContainEqual(['index_ids', 'maxItems', ['one', 'one-2', 'one-3']]);
  expect(cases).toContainEqual(['index_ids.0', 'type', 7]);
  expect(cases).toContainEqual(['index_ids.0', 'format', 'not-a-uuid']);
  expect(cases).toContainEqual(['page', 'minimum', 0]);
  expect(cases).toContainEqual(['page', 'maximum', 6]);
});

test('valid values are not among the violations', () => {
  const cases = table(invalidCases(document, '#/components/schemas/Turn', base));
  expect(cases).not.toContainEqual(['index_ids', 'type', null]);
  expect(cases).not.toContainEqual(['index_ids', 'required', 'absent']);
  expect(cases).not.toContainEqual(['page', 'type', 7]);
  expect(table(invalidCases(document, '#/components/schemas/Maybe', 'x'))).not.toContainEqual(['', 'type', null]);
});

test('counts lengths in characters: an emoji counts once on both sides of the bound', () => {
  const long = invalidCases(document, '#/components/schemas/Turn', base).filter(
    ({ keyword }) => keyword === 'maxLength',
  );
  expect(long.map(({ value }) => [...String(value)].length)).toEqual([4, 4]);
  const just = boundaryCases(document, '#/components/schemas/Turn', base).filter(
    ({ keyword }) => keyword === 'maxLength',
  );
  expect(just.map(({ value }) => [[...String(value)].length, String(value).length])).toEqual([
    [3, 3],
    [3, 6],
  ]);
});

test('creates a valid value at each bound, without optional fields', () => {
  const cases = table(boundaryCases(document, '#/components/schemas/Turn', base));
  expect(cases).toContainEqual(['prompt', 'minLength', 'a']);
  expect(cases).toContainEqual(['index_ids', 'minItems', ['one']]);
  expect(cases).toContainEqual(['index_ids', 'maxItems', ['one', 'one-2']]);
  expect(cases).toContainEqual(['index_ids', 'type', null]);
  expect(cases).toContainEqual(['index_ids', 'required', 'absent']);
  expect(cases).toContainEqual(['page', 'minimum', 1]);
  expect(cases).not.toContainEqual(['prompt', 'required', 'absent']);
});

test('states the provenance of the constraint in each case', () => {
  const cases = invalidCases(document, '#/components/schemas/Turn', base);
  const provenances = Object.fromEntries(cases.map(({ keyword, provenance }) => [keyword, provenance]));
  expect(provenances).toMatchObject({ minLength: 'assumed', maxItems: 'documented' });
});

test('leaves read-only fields unchanged', () => {
  const text = (more: object) => ({ type: 'string', maxLength: 2, ...more });
  const pet = {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: text({ readOnly: true }),
      owner: { $ref: '#/components/schemas/Owner' },
      vet: { allOf: [{ $ref: '#/components/schemas/Name' }, { readOnly: true }] },
      name: text({}),
    },
  };
  const schemas = { Pet: pet, Owner: text({ readOnly: true }), Name: text({}) };
  const cases = invalidCases({ components: { schemas } }, '#/components/schemas/Pet', { name: 'a' });
  const changed = new Set(cases.filter(({ keyword }) => keyword !== 'required').map(({ at }) => at.join('.')));
  expect([...changed]).toEqual(['', 'name']);
});

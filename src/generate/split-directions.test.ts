import { expect, it } from 'vitest';
import { generateStandAloneFiles } from './generate-files.ts';
import { splitDirections } from './split-directions.ts';

const pet = { $ref: '#/components/schemas/Pet' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      post: {
        operationId: 'addPet',
        requestBody: { required: true, ...content({ $ref: '#/components/schemas/Litter' }) },
        responses: { 201: { description: 'Added.', ...content(pet) } },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'secret', 'name'],
        properties: {
          id: { type: 'string', readOnly: true },
          secret: { type: 'string', writeOnly: true },
          name: { type: 'string' },
          parent: pet,
        },
      },
      Litter: { type: 'object', properties: { pets: { type: 'array', items: pet } } },
      Other: { type: 'string' },
    },
  },
};

it('requires in each direction only the properties of that direction', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a document of this test
  const { paths, components } = splitDirections(document) as any;
  const { Pet, PetRequest, LitterRequest, ...others } = components.schemas;
  expect(Pet.required).toEqual(['id', 'name']);
  expect(PetRequest.required).toEqual(['secret', 'name']);
  expect(PetRequest.properties.parent).toEqual({ $ref: '#/components/schemas/PetRequest' });
  expect(LitterRequest.properties.pets.items).toEqual({ $ref: '#/components/schemas/PetRequest' });
  expect(Object.keys(others)).toEqual(['Litter', 'Other']);
  const { requestBody, responses } = paths['/pets'].post;
  expect(requestBody).toEqual({ required: true, ...content({ $ref: '#/components/schemas/LitterRequest' }) });
  expect(responses[201].content['application/json'].schema).toEqual(pet);
});

it('leaves a document without directions unchanged', () => {
  const plain = { openapi: '3.1.0', info: {}, paths: {}, components: { schemas: { A: { type: 'string' } } } };
  expect(splitDirections(plain)).toBe(plain);
});

it('types the client', async () => {
  const { files } = await generateStandAloneFiles(document);
  expect(files.find(({ path }) => path === 'client.ts')?.text).toContain('addPet(body: api.LitterRequest');
});

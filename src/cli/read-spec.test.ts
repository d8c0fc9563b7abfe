import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSpec } from './read-spec.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-contract-read-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes a bare name in the mapping of a discriminator for the schema that it is (OAS 3.1, section 4.8.25)', async () => {
  const file = join(folder, 'pets.yaml');
  const pet = (reference: string) => `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Pet:
      oneOf: [{ $ref: '${reference}' }]
      discriminator: { propertyName: kind, mapping: { a cat: Cat } }
      not-a-keyword: 1
`;
  writeFileSync(file, pet('#/components/schemas/Cat'));
  expect((await readSpec(file)).document).toMatchObject({ info: { title: 'Pets' } });
  writeFileSync(file, pet('#/components/schemas/Dog'));
  await expect(readSpec(file)).rejects.toThrow(/cannot be bundled: .*:8:15: Can't resolve \$ref/);
});

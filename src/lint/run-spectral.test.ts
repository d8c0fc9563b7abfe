import { expect, it } from 'vitest';
import { houseRules } from './rule-set.ts';
import { runSpectralOnBundle } from './run-spectral.ts';

it('checks parameters, but no list of that name in an example', async () => {
  const example = {
    parameters: [{ name: { id: 1 } }, { name: 1 }, null, { name: 'a_id', schema: { type: 'integer' } }],
  };
  const item = { name: 'item_id', in: 'path', required: true, schema: { type: 'integer' } };
  const content = { 'application/json': { schema: { type: 'object' }, example } };
  const found = await runSpectralOnBundle(
    {
      openapi: '3.1.0',
      info: { title: 'Items', version: '1' },
      paths: {
        '/items/{item_id}': { parameters: [item], get: { responses: { '200': { description: 'It.', content } } } },
      },
    },
    houseRules,
  );
  const numeric = found.filter(({ rule }) => rule === 'owasp:api1:2023-no-numeric-ids');
  expect(numeric.map(({ pointer }) => pointer)).toEqual(['#/paths/~1items~1%7Bitem_id%7D/parameters/0/schema']);
});

import { expect, test } from 'vitest';
import type { Operation } from '../../src/openapi/contract.ts';
import { readRequestBody } from './request-body.ts';

test.each([
  ['GET', 0],
  ['HEAD', 0],
  ['POST', 1],
  ['DELETE', 1],
])('%s without its required body has %d problems', async (method, expected) => {
  const operation = {
    method,
    requestBody: { required: true, content: { 'application/json': {} } },
  } as unknown as Operation;
  const incoming = { header: () => undefined } as unknown as Parameters<typeof readRequestBody>[1];
  const { problems } = await readRequestBody(operation, incoming, new Uint8Array(), () => {
    throw new Error('No schema is read.');
  });
  expect(problems).toHaveLength(expected);
});

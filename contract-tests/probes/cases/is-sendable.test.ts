import { expect, test } from 'vitest';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { isSendable } from './is-sendable.ts';
import { boundaryRequests } from './operation-cases.ts';

test('excludes a request that servers may reject for its size alone', () => {
  const query = { text: '🙂'.repeat(500) };
  expect(isSendable({ path: {}, query })).toBe(true);
  expect(isSendable({ path: {}, query: { text: '🙂'.repeat(600) } })).toBe(false);
  expect(isSendable({ path: {}, query, body: { json: { text: 'a'.repeat(90_000) } } })).toBe(true);
  expect(isSendable({ path: {}, query, body: { json: { text: 'a'.repeat(110_000) } } })).toBe(false);
});

test('sends fields that are too large together one by one', () => {
  const text = { type: 'string', maxLength: 20_000 };
  const schema = { type: 'object', required: ['one', 'other'], properties: { one: text, other: text } };
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': { post: { operationId: 'add', requestBody: { content: { 'application/json': { schema } } } } },
    },
  } as never);
  const base = { path: {}, query: {}, body: { json: { one: 'a', other: 'b' } } };
  const requests = boundaryRequests(contract, contract.operations[0]!, base);
  const places = requests.map(({ case: own }) => own.kind === 'valid' && own.constraint?.at.join('.'));
  expect(places).toEqual(expect.arrayContaining(['body.one', 'body.other']));
  expect(requests.every(({ parts }) => isSendable(parts))).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { findingsOf } from '../document-for-test.ts';
import { pagingFields } from './paging-fields.ts';

const good = { token: 'after', next: 'next', items: 'items' };

function documentWith(paging: object) {
  const schema = { type: 'object', properties: { next: { type: 'string' }, items: { type: 'array' } } };
  const get = {
    operationId: 'list',
    'x-paging': paging,
    parameters: [{ name: 'after', in: 'query', schema: { type: 'string' } }],
    responses: { '200': { description: 'A page.', content: { 'application/json': { schema } } } },
  };
  return { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/things': { get } } };
}

describe('paging-fields', () => {
  it('accepts fields that exist', () => {
    expect(findingsOf(pagingFields, documentWith(good))).toEqual([]);
  });

  it.each([
    ['token', 'x-paging.token is wrong: list has no query parameter other.'],
    ['next', 'x-paging.next is wrong: The response of list has no field other.'],
    ['items', 'x-paging.items is wrong: The response of list has no field other.'],
  ])('finds a wrong %s', (field, message) => {
    expect(findingsOf(pagingFields, documentWith({ ...good, [field]: 'other' }))).toEqual([
      { pointer: `#/paths/~1things/get/x-paging/${field}`, message },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { readCall } from './read-call.ts';

const operation: OperationDescriptor = {
  method: 'POST',
  path: '/rooms/{room_id}/notes/{note_id}',
};
const { signal } = new AbortController();
const path = { room_id: 'r', note_id: 7 };

describe('readCall', () => {
  it('accepts the path, then the options', () => {
    const options = { query: { deep: true }, header: { 'If-Match': 'x' }, signal };
    expect(readCall('setNote', operation, ['r', 7, options])).toEqual({ path, body: undefined, ...options });
  });

  it('accepts a body before the options, present or not', () => {
    const withBody = { ...operation, body: 'optional' } as const;
    expect(readCall('setNote', withBody, ['r', 7, { text: 'a' }, { signal }])).toMatchObject({
      body: { text: 'a' },
      signal,
    });
    expect(readCall('setNote', withBody, ['r', 7, undefined, { signal }])).toMatchObject({ body: undefined, signal });
  });

  it('accepts the query of a list before the options', () => {
    const list = { ...operation, paging: { token: 'at', next: 'next', items: 'items' } };
    expect(readCall('listNotes', list, ['r', 7, { at: 'x' }, { signal }])).toMatchObject({
      path,
      query: { at: 'x' },
      signal,
    });
  });

  it.each([undefined, null, '', '.', '..'])('rejects %j in the path', (value) => {
    expect(() => readCall('setNote', operation, [value, 7])).toThrow('setNote: room_id must not be');
  });

  it('accepts dots inside a parameter', () => {
    expect(readCall('setNote', operation, ['...', '.a']).path).toEqual({ room_id: '...', note_id: '.a' });
  });
});

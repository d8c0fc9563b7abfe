import { describe, expect, it } from 'vitest';
import { readContract } from '../../openapi/read/read-contract.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { exampleDocument } from '../document-for-test.ts';
import { describeOperations } from './describe-operations.ts';

type Loose = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

function describeExample(change: (paths: Loose['paths']) => void = () => {}) {
  const document = exampleDocument();
  change((document as Loose).paths!);
  return describeOperations(readContract(document));
}

describe('describeOperations', () => {
  it('describes each operation for a client', () => {
    const described = describeExample();
    expect(Object.fromEntries(described.map(({ operation, descriptor }) => [operation.id, descriptor]))).toEqual({
      listNotes: {
        method: 'GET',
        path: '/rooms/{room_id}/notes',
        paging: { token: 'at', next: 'next', items: 'notes' },
      },
      addNote: { method: 'POST', path: '/rooms/{room_id}/notes', body: 'optional' },
      clear: { method: 'DELETE', path: '/rooms/{room_id}/notes' },
      watch: { method: 'POST', path: '/rooms/{room_id}/watch', body: 'required', stream: { end: 'b' } },
    });
    expect(described.map(({ successes }) => successes.map(({ status }) => status))).toEqual([
      ['200'],
      ['201'],
      ['204'],
      [],
    ]);
  });

  const notes = '/rooms/{room_id}/notes';
  const wrong: { given: string; change: (paths: Loose[string]) => void; want: string }[] = [
    {
      given: 'an operationId that names no method',
      change: (paths) => Object.assign(paths[notes]!.get!, { operationId: 'list-notes' }),
      want: 'The operation GET /rooms/{room_id}/notes has the operationId "list-notes"',
    },
    {
      given: 'no operationId',
      change: (paths) => delete paths[notes]!.get!.operationId,
      want: 'has the operationId "get /rooms/{room_id}/notes"',
    },
    {
      given: 'paging by a parameter that is not there',
      change: (paths) => Object.assign(paths[notes]!.get!['x-paging']!, { token: 'page' }),
      want: 'x-paging of the operation listNotes names page, which is none of its query parameters',
    },
    {
      given: 'paging without its items',
      change: (paths) => Object.assign(paths[notes]!.get!, { 'x-paging': { token: 'at', next: 'next' } }),
      want: 'x-paging of the operation listNotes needs the names token, next and items',
    },
  ];
  it.each(wrong)('rejects $given', ({ change, want }) => {
    expect(() => describeExample(change as never)).toThrow(UsageError);
    expect(() => describeExample(change as never)).toThrow(want);
  });
});

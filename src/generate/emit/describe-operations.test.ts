import { describe, expect, it } from 'vitest';
import { readContract } from '../../openapi/contract.ts';
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
  it('says what a client needs to know of each operation', () => {
    expect(describeExample()).toEqual({
      listNotes: {
        method: 'GET',
        path: '/rooms/{room_id}/notes',
        parameters: { path: ['room_id'], query: ['at', 'author'] },
        status: 200,
        paging: { token: 'at', next: 'next', items: 'notes' },
      },
      addNote: {
        method: 'POST',
        path: '/rooms/{room_id}/notes',
        parameters: { path: ['room_id'], header: ['If-Match'], cookie: ['session'] },
        body: 'optional',
        status: 201,
      },
      clear: { method: 'DELETE', path: '/rooms/{room_id}/notes', parameters: { path: ['room_id'] }, status: 204 },
      watch: {
        method: 'POST',
        path: '/rooms/{room_id}/watch',
        parameters: { path: ['room_id'] },
        body: 'required',
        status: 200,
        stream: { end: 'b' },
      },
    });
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
      given: 'no response of success',
      change: (paths) => Object.assign(paths[notes]!.get!, { responses: { 404: { description: 'No.' } } }),
      want: 'The operation listNotes has no response of success',
    },
    {
      given: 'a body that is not JSON',
      change: (paths) => Object.assign(paths[notes]!.post!, { requestBody: { content: { 'text/plain': {} } } }),
      want: 'The operation addNote has a request body as text/plain',
    },
    {
      given: 'an answer that is not JSON',
      change: (paths) =>
        Object.assign(paths[notes]!.get!, { responses: { 200: { description: '', content: { 'text/csv': {} } } } }),
      want: 'The operation listNotes has its 200 as text/csv',
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
  it.each(wrong)('refuses $given', ({ change, want }) => {
    expect(() => describeExample(change as never)).toThrow(UsageError);
    expect(() => describeExample(change as never)).toThrow(want);
  });
});

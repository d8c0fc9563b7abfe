import { describe, expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../testing-document.ts';
import { streamProtocolTypes } from './stream-protocol-types.ts';

describe('stream-protocol-types', () => {
  it('takes a protocol of types and fields that exist', () => {
    expect(findingsOf(streamProtocolTypes, testingDocument())).toEqual([]);
  });

  const bad: { title: string; edit: (protocol: Protocol) => void; at: string; message: string }[] = [
    {
      title: 'an end that is no type',
      edit: ({ end }) => Object.assign(end, { type: 'stop' }),
      at: '/end/type',
      message: 'There is no event type stop; the union has piece, end.',
    },
    {
      title: 'a name for what is no type',
      edit: ({ eventNames }) => Object.assign(eventNames.names, { other: ['stop'] }),
      at: '/eventNames/names',
      message: 'There is no event type stop; the union has piece, end.',
    },
    {
      title: 'a type under two names',
      edit: ({ eventNames }) => Object.assign(eventNames.names, { other: ['piece'] }),
      at: '/eventNames/names',
      message: 'The event type piece stands under 2 event names; it needs exactly one.',
    },
    {
      title: 'a type without a name',
      edit: ({ eventNames }) => Object.assign(eventNames.names, { message: ['end'] }),
      at: '/eventNames/names',
      message: 'The event type piece stands under 0 event names; it needs exactly one.',
    },
    {
      title: 'a field that its type does not have',
      edit: ({ failure }) => Object.assign(failure, { flag: 'is_error' }),
      at: '/failure/type',
      message: 'The event type end has no field is_error.',
    },
    {
      title: 'an accumulation of a type that is not there',
      edit: ({ accumulations }) => {
        accumulations.push({ delta: 'piece', complete: 'whole', field: 'text', provenance: 'assumed' } as never);
      },
      at: '/accumulations/0/complete',
      message: 'There is no event type whole; the union has piece, end.',
    },
    {
      title: 'a correlation by a field that is not there',
      edit: ({ correlations }) => {
        const fields = { key: 'text', equal: [], uniqueWithin: 'stream', provenance: 'assumed' };
        correlations.push({ call: 'piece', result: 'end', ...fields } as never);
      },
      at: '/correlations/0/result',
      message: 'The event type end has no field text.',
    },
    {
      title: 'a request field that the body does not have',
      edit: ({ input }) => Object.assign(input, { requestField: 'prompt' }),
      at: '/input/requestField',
      message: 'The request body of ask has no field prompt.',
    },
  ];
  for (const { title, edit, at, message } of bad) {
    it(`finds ${title}`, () => {
      const document = testingDocument();
      edit(document.paths['/ask'].post.responses['200'].content['text/event-stream']['x-stream-protocol']);
      expect(findingsOf(streamProtocolTypes, document)).toEqual([
        { pointer: `${streamPointer}/x-stream-protocol${at}`, message },
      ]);
    });
  }
});

type Stream = ReturnType<typeof testingDocument>['paths']['/ask']['post']['responses']['200']['content'];
type Protocol = Stream['text/event-stream']['x-stream-protocol'];

import { describe, expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../document-for-test.ts';
import { streamProtocolTypes } from './stream-protocol-types.ts';

describe('stream-protocol-types', () => {
  it('accepts a protocol of types and fields that exist', () => {
    expect(findingsOf(streamProtocolTypes, testingDocument())).toEqual([]);
  });

  const bad: { title: string; edit: (protocol: Protocol) => void; at: string; message: string }[] = [
    {
      title: 'an end that is no type',
      edit: (protocol) => Object.assign(protocol, { end: 'stop' }),
      at: '/end',
      message: 'Unknown event type stop. Expected piece or end.',
    },
    {
      title: 'a pattern that no type matches',
      edit: (protocol) => Object.assign(protocol, { anywhere: ['data-*', 'p*'] }),
      at: '/anywhere/0',
      message: 'Unknown event type data-*. Expected piece or end.',
    },
    {
      title: 'a name for what is no type',
      edit: ({ eventName }) => Object.assign(eventName, { other: ['stop'] }),
      at: '/eventName',
      message: 'Unknown event type stop. Expected piece or end.',
    },
    {
      title: 'a type under two names',
      edit: ({ eventName }) => Object.assign(eventName, { other: ['piece'] }),
      at: '/eventName',
      message: 'The event type piece has 2 event names; it needs exactly one.',
    },
    {
      title: 'a type without a name',
      edit: ({ eventName }) => Object.assign(eventName, { message: ['end'] }),
      at: '/eventName',
      message: 'The event type piece has 0 event names; it needs exactly one.',
    },
    {
      title: 'a field that its type does not have',
      edit: ({ fields }) => fields.push({ on: 'end', at: '/is_error', present: true }),
      at: '/fields/2/at',
      message: 'The event type end has no field /is_error.',
    },
    {
      title: 'a condition on a field that is not there',
      edit: (protocol) => Object.assign(protocol, { failure: { events: { type: 'end', where: { '/code': 1 } } } }),
      at: '/failure/events/where',
      message: 'The event type end has no field /code.',
    },
    {
      title: 'a text whose keys have different numbers of parts',
      edit: (protocol) =>
        Object.assign(protocol, {
          texts: [{ name: 'text', delta: { on: 'piece', at: '/text', key: '/text' }, complete: { on: 'end' } }],
        }),
      at: '/texts/0',
      message: 'The keys differ: one has 1 part, another 0.',
    },
    {
      title: 'a lifecycle with a selector whose key has another number of parts',
      edit: (protocol) =>
        Object.assign(protocol, {
          lifecycles: [{ name: 'part', open: { type: 'piece', key: '/text' }, close: 'end' }],
        }),
      at: '/lifecycles/0',
      message: 'The keys differ: one has 0 parts, another 1.',
    },
    {
      title: 'a lifecycle whose key cannot begin with the outer one',
      edit: (protocol) =>
        Object.assign(protocol, {
          lifecycles: [
            { name: 'outer', key: '/text', open: 'piece' },
            { name: 'inner', open: 'piece', within: 'outer' },
          ],
        }),
      at: '/lifecycles/1/within',
      message: 'The key of inner must begin with the key of outer, which has 1 part.',
    },
    {
      title: 'a text of a type that is not there',
      edit: (protocol) =>
        Object.assign(protocol, {
          texts: [{ name: 'text', delta: { on: 'piece', at: '/text' }, complete: { on: 'whole' } }],
        }),
      at: '/texts/0/complete/on',
      message: 'Unknown event type whole. Expected piece or end.',
    },
    {
      title: 'a lifecycle by a field that is not there',
      edit: (protocol) =>
        Object.assign(protocol, { lifecycles: [{ name: 'part', key: '/id', open: 'piece', close: 'end' }] }),
      at: '/lifecycles/0/key',
      message: 'The event type piece has no field /id.',
    },
    {
      title: 'a lifecycle within one that is not there',
      edit: (protocol) => Object.assign(protocol, { lifecycles: [{ name: 'part', open: 'piece', within: 'item' }] }),
      at: '/lifecycles/0/within',
      message: 'There is no lifecycle item before part.',
    },
    {
      title: 'a request field that the body does not have',
      edit: ({ fields }) => fields.push({ on: 'piece', at: '/text', echo: '/prompt' }),
      at: '/fields/2/echo',
      message: 'The request body of ask has no field /prompt.',
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

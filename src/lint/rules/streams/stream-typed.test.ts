import { describe, expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../document-for-test.ts';
import { streamTyped } from './stream-typed.ts';

describe('stream-typed', () => {
  it('accepts the form that the project uses', () => expect(findingsOf(streamTyped, testingDocument())).toEqual([]));

  const event = '#/components/schemas/Event';
  const bad: { title: string; edit: (stream: Stream, document: Document) => void; pointer: string; message: RegExp }[] =
    [
      {
        title: 'no schema',
        edit: (stream) => Object.assign(stream, { schema: undefined }),
        pointer: `${streamPointer}/schema`,
        message: /no schema/,
      },
      {
        title: 'no type',
        edit: ({ schema }) => Object.assign(schema, { type: 'object' }),
        pointer: `${streamPointer}/schema`,
        message: /type: string/,
      },
      {
        title: 'no media type',
        edit: ({ schema }) => Object.assign(schema, { contentMediaType: undefined }),
        pointer: `${streamPointer}/schema`,
        message: /contentMediaType: text\/event-stream/,
      },
      {
        title: 'a plain string',
        edit: ({ schema }) => Object.assign(schema, { contentSchema: undefined }),
        pointer: `${streamPointer}/schema`,
        message: /contentSchema/,
      },
      {
        title: 'events without a mapping',
        edit: (_, { components }) => Object.assign(components.schemas.Event.discriminator, { mapping: undefined }),
        pointer: event,
        message: /mapping/,
      },
      {
        title: 'no protocol',
        edit: (stream) => Object.assign(stream, { 'x-stream-protocol': undefined }),
        pointer: streamPointer,
        message: /no x-stream-protocol/,
      },
    ];
  for (const { title, edit, pointer, message } of bad) {
    it(`finds ${title}`, () => {
      const document = testingDocument();
      edit(document.paths['/ask'].post.responses['200'].content['text/event-stream'], document);
      expect(findingsOf(streamTyped, document)).toEqual([{ pointer, message: expect.stringMatching(message) }]);
    });
  }
});

type Document = ReturnType<typeof testingDocument>;
type Stream = Document['paths']['/ask']['post']['responses']['200']['content']['text/event-stream'];

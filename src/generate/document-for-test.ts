import type { OpenApiDocument } from '../openapi/openapi-document.ts';

/** A small contract of another API, with everything that the emitters tell apart. */
export function exampleDocument(): OpenApiDocument {
  const note = { $ref: '#/components/schemas/Note' };
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const roomId = { name: 'room_id', in: 'path', required: true, schema: { type: 'string' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/rooms/{room_id}/notes': {
        parameters: [roomId],
        get: {
          operationId: 'listNotes',
          summary: 'List notes',
          'x-paging': { token: 'at', next: 'next', items: 'notes' },
          parameters: [
            { name: 'at', in: 'query', schema: { type: 'string' } },
            { name: 'author', in: 'query', required: true, schema: { type: 'string' } },
          ],
          responses: { 200: { description: 'A page.', ...json({ $ref: '#/components/schemas/NotePage' }) } },
        },
        post: {
          operationId: 'addNote',
          summary: 'Add a note.',
          parameters: [
            { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
            { name: 'session', in: 'cookie', schema: { type: 'string' } },
          ],
          requestBody: json(note),
          responses: { 201: { description: 'Added.', ...json({ type: 'array', items: note }) } },
        },
        delete: { operationId: 'clear', responses: { 204: { description: 'Gone.' } } },
      },
      '/rooms/{room_id}/watch': {
        parameters: [roomId],
        post: {
          operationId: 'watch',
          summary: 'Watch a room */ or not',
          requestBody: { required: true, ...json(note) },
          responses: { 200: { $ref: '#/components/responses/Watched' } },
        },
      },
    },
    components: {
      responses: {
        Watched: { description: 'What happens.', content: { 'text/event-stream': eventStream() } },
      },
      schemas: {
        Note: { type: 'object', required: ['text'], properties: { text: { type: 'string', default: '' } } },
        NotePage: { type: 'object', required: ['notes'], properties: { notes: { type: 'array', items: note } } },
        'Odd-name': { type: 'string' },
      },
      examples: {
        one: { summary: 'One', value: ': hello\n\nid: 7\nevent: delta\ndata: {"text":\ndata: "a"}\n\ndata: {}\n\n' },
      },
    },
  };
}

function eventStream(): object {
  return {
    schema: {
      type: 'string',
      contentMediaType: 'text/event-stream',
      contentSchema: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
    },
    examples: { one: { $ref: '#/components/examples/one' } },
    'x-stream-protocol': {
      provenance: 'assumed',
      eventName: { delta: ['a'], message: ['b'] },
      end: 'b',
    },
  };
}

import { describe, expect, it } from 'vitest';
import { readContract } from '../../openapi/read/read-contract.ts';
import { exampleDocument } from '../document-for-test.ts';
import { emitOpenApi32 } from './emit-openapi-3-2.ts';

type Derived = {
  openapi: string;
  paths: unknown;
  components: {
    responses: { Watched: { content: { 'text/event-stream': Record<string, unknown> } } };
    examples: { one: unknown };
  };
};

function derive(change: (document: Derived) => void = () => {}): Derived {
  const document = exampleDocument();
  change(document as Derived);
  return JSON.parse(emitOpenApi32(document, readContract(document)));
}

describe('emitOpenApi32', () => {
  it('describes each message of a stream', () => {
    const derived = derive();
    const stream = derived.components.responses.Watched.content['text/event-stream'];
    expect(derived.openapi).toBe('3.2.0');
    expect(Object.keys(stream)).toEqual(['itemSchema', 'examples', 'x-stream-protocol']);
    expect(stream.itemSchema).toMatchObject({
      type: 'object',
      required: ['data'],
      properties: {
        data: {
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: { $ref: '#/components/schemas/Note' },
        },
        event: { type: 'string', enum: ['message', 'delta'] },
        id: { type: 'string' },
        retry: { type: 'integer', minimum: 0 },
      },
    });
  });

  it('writes the examples of a stream as messages and as bytes', () => {
    expect(derive().components.examples.one).toEqual({
      summary: 'One',
      dataValue: [
        { event: 'delta', data: '{"text":\n"a"}', id: '7' },
        { data: '{}', id: '7' },
      ],
      serializedValue: ': hello\n\nid: 7\nevent: delta\ndata: {"text":\ndata: "a"}\n\ndata: {}\n\n',
    });
  });

  it('accepts a single example too', () => {
    const derived = derive((document) => {
      const stream = document.components.responses.Watched.content['text/event-stream'];
      delete stream.examples;
      stream.example = 'data: {}\n\n';
    });
    expect(derived.components.responses.Watched.content['text/event-stream'].examples).toEqual({
      example: { dataValue: [{ data: '{}' }], serializedValue: 'data: {}\n\n' },
    });
  });

  it('leaves everything else unchanged', () => {
    expect(derive().paths).toEqual(exampleDocument().paths);
  });
});

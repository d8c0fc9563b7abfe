import { describe, expect, it } from 'vitest';
import { prepareDocument } from './prepare-document.ts';

/** A contract of one stream and one bounded parameter. */
const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/ask': {
      post: {
        operationId: 'ask',
        description: 'Asks.',
        parameters: [
          {
            name: 'size',
            in: 'query',
            description: 'How many.',
            schema: { type: 'integer', minimum: 1, 'x-provenance': { minimum: 'assumed' } },
          },
        ],
        responses: {
          '200': {
            description: 'The answer.',
            'x-provenance': 'documented',
            content: {
              'text/event-stream': {
                schema: {
                  type: 'string',
                  contentMediaType: 'text/event-stream',
                  contentSchema: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
                },
                'x-stream-protocol': {
                  provenance: { default: 'assumed', 'event-name': 'documented', 'end-present': 'standard' },
                  eventName: { end: ['stop'], message: ['call', 'result'] },
                  end: 'stop',
                  same: [{ places: [{ on: ['call', 'result'], at: '/name', key: '/id' }] }],
                  lifecycles: [{ name: 'call', key: '/id', open: 'call', close: 'result', unique: 'session' }],
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Event: {
        oneOf: [{ $ref: '#/components/schemas/Call' }, { $ref: '#/components/schemas/Stop' }],
        discriminator: {
          propertyName: 'type',
          mapping: { call: '#/components/schemas/Call', stop: '#/components/schemas/Stop' },
        },
      },
      Call: {
        description: 'Asks | a tool.',
        required: ['id'],
        properties: { type: { const: 'call' }, id: { type: 'string' }, name: { type: 'string' } },
      },
      Stop: { properties: { type: { const: 'stop' } } },
    },
  },
};

const prepared = prepareDocument(document);
const { post } = (prepared as unknown as typeof document).paths['/ask'];

describe('a contract that is prepared for the page', () => {
  it('has the event itself for the item of a stream, in OpenAPI 3.2', () => {
    expect(prepared.openapi).toBe('3.2.0');
    const media = post.responses['200'].content['text/event-stream'];
    expect(media).toMatchObject({ itemSchema: { $ref: '#/components/schemas/Event' } });
    expect(media).not.toHaveProperty('schema');
  });

  it('lists each event, its name and its fields in a table', () => {
    expect(post.description).toContain('Asks.\n\n**Events of the stream**');
    expect(post.description).toContain('| `call` | `message` | `id`, `name` (may be left out) | Asks \\| a tool. |');
    expect(post.description).toContain('| `stop` | `end` |  |  |');
  });

  it('lists each rule of the protocol with its provenance', () => {
    expect(post.description).toContain('| The stream ends with `stop`. | `end-present` | standard |');
    expect(post.description).toContain('| Nothing follows `stop`. | `end-last` | assumed |');
    expect(post.description).toContain(
      '| The same value for each `/id`: `/name` of `call` or `result`. | `field-same` | assumed |',
    );
    expect(post.description).toContain(
      '| No two calls of a session have the same key. | `lifecycle-unique` | assumed |',
    );
  });

  it('states provenance in words, for a parameter in its description', () => {
    expect(post.parameters[0]?.description).toBe('How many. _Provenance: `minimum` assumed._');
    expect(post.responses['200'].description).toBe('The answer. _Provenance: documented._');
  });

  it('leaves its input unchanged', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/ask'].post.description).toBe('Asks.');
  });
});

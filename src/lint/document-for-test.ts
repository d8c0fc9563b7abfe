import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { applyRules } from './apply-rules.ts';
import type { LintRule, RuleFinding } from './rule.ts';

/** A small document that satisfies every rule of this project, for tests to modify. */
export function testingDocument() {
  return structuredClone({
    openapi: '3.1.0',
    info: { title: 'Test', version: '1' },
    paths: {
      '/ask': {
        post: {
          operationId: 'ask',
          requestBody: {
            content: { 'application/json': { schema: question, examples: { short: { value: { ask: 'Why?' } } } } },
          },
          responses: {
            '200': {
              description: 'The answer.',
              'x-provenance': 'documented',
              content: { 'text/event-stream': stream },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        Event: {
          oneOf: [{ $ref: '#/components/schemas/Piece' }, { $ref: '#/components/schemas/End' }],
          discriminator: {
            propertyName: 'type',
            mapping: { piece: '#/components/schemas/Piece', end: '#/components/schemas/End' },
          },
        },
        Piece: event('piece', { text: { type: 'string' } }),
        End: event('end', { failed: { type: 'boolean' }, error: { type: ['string', 'null'] } }),
      },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', 'x-provenance': 'documented' } },
    },
  });
}

/** The findings of one rule in a document. */
export function findingsOf(rule: LintRule, document: object): RuleFinding[] {
  return applyRules(document as OpenApiDocument, [rule]).map(({ pointer, message }) => ({ pointer, message }));
}

/** The place of the event stream's media type in the document. */
export const streamPointer = '#/paths/~1ask/post/responses/200/content/text~1event-stream';

const question = {
  type: 'object',
  properties: { ask: { type: 'string', minLength: 1, 'x-provenance': { minLength: 'assumed' } } },
};

const stream = {
  schema: {
    type: 'string',
    contentMediaType: 'text/event-stream',
    contentSchema: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
  },
  examples: {
    whole: {
      value: 'data: {"type":"piece","text":"So."}\n\ndata: {"type":"end","failed":false,"error":null}\n\n',
    },
  },
  'x-stream-protocol': {
    provenance: 'assumed',
    eventName: { message: ['piece', 'end'] },
    end: 'end' as unknown,
    fields: [
      { on: 'end', at: '/error', present: { '/failed': true } },
      { on: 'piece', at: '/text', echo: '/ask' },
    ] as object[],
  },
};

function event(type: string, properties: object) {
  return {
    type: 'object',
    required: ['type', ...Object.keys(properties)],
    properties: { type: { const: type, 'x-provenance': 'documented' }, ...properties },
  };
}

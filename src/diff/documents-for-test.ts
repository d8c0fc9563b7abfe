import document from '../../generated/openapi.json' with { type: 'json' };

/** What tests change of the contract: any of it, at any depth. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches into a document as it is
export type Loose = any;

/** One change of the contract, and what it has to be told as. */
export interface KnownChange {
  title: string;
  change(document: Loose): void;
  /** Whom it breaks; nobody where it is harmless. */
  breaks: ('client' | 'server')[];
  /** A rule that has to tell it. */
  rule?: string;
  /** Why oasdiff does not tell it, where it does not. */
  oasdiffMisses?: string;
}

/** The contract with one change. */
export function changed(change: KnownChange['change']): Loose {
  const copy = structuredClone(document);
  change(copy);
  return copy;
}

const operation = (document: Loose, path: string, method: string) => document.paths[`/api/v1/chat${path}`][method];
const schemas = (document: Loose) => document.components.schemas;
const turn = '/{session_id}/messages/stream';
const streamOf = (document: Loose) => operation(document, turn, 'post').responses['200'].content['text/event-stream'];
const protocolOf = (document: Loose) => streamOf(document)['x-stream-protocol'];
const notInStreams = 'it takes an event stream for a string';
const notInExtensions = 'it does not read extensions';

/** Changes after which a client or a server of before fails. */
export const breakingChanges: KnownChange[] = [
  {
    title: 'an operation is gone',
    change: (document) => delete document.paths['/api/v1/chat/{session_id}/title'].post,
    breaks: ['client'],
    rule: 'operation-removed',
  },
  {
    title: 'a path is gone',
    change: (document) => delete document.paths['/api/v1/chat/{session_id}/summary'],
    breaks: ['client'],
    rule: 'path-removed',
  },
  {
    title: 'a request needs a new parameter',
    change: (document) =>
      operation(document, '', 'get').parameters.push({
        name: 'tenant',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      }),
    breaks: ['client'],
  },
  {
    title: 'a parameter is gone',
    change: (document) => operation(document, '', 'get').parameters.shift(),
    breaks: ['client'],
    rule: 'parameter-removed',
  },
  {
    title: 'a body that could be left out is required',
    change: (document) => {
      operation(document, '', 'post').requestBody.required = true;
    },
    breaks: ['client'],
    rule: 'request-body-became-required',
  },
  {
    title: 'a request needs a new field',
    change: (document) => {
      schemas(document).StreamMessagesRequest.properties.model = { type: 'string' };
      schemas(document).StreamMessagesRequest.required.push('model');
    },
    breaks: ['client'],
    rule: 'required-properties-added',
  },
  {
    title: 'a request is bound more tightly',
    change: (document) => {
      schemas(document).StreamMessagesRequest.properties.prompt.maxLength = 500;
    },
    breaks: ['client'],
    rule: 'schema-constraint-changed',
  },
  {
    title: 'a field of a request has another type',
    change: (document) => {
      schemas(document).GenerateTitleRequest.properties.first_message.type = 'integer';
    },
    breaks: ['client'],
    rule: 'schema-type-changed',
  },
  {
    title: 'a field of an answer is gone',
    change: (document) => delete schemas(document).SessionSummary.properties.generated_title,
    breaks: ['client'],
    rule: 'property-removed',
  },
  {
    title: 'a field of an answer may be left out',
    change: (document) => {
      schemas(document).SessionSummary.required = ['session_id'];
    },
    breaks: ['client'],
    rule: 'required-properties-removed',
  },
  {
    title: 'a field of an answer has another type',
    change: (document) => {
      schemas(document).SessionSummary.properties.session_id.type = 'integer';
    },
    breaks: ['client', 'server'],
    rule: 'schema-type-changed',
  },
  {
    title: 'a field of an answer may be null',
    change: (document) => {
      schemas(document).SessionSummary.properties.session_id.type = ['string', 'null'];
    },
    breaks: ['client'],
    rule: 'schema-type-changed',
  },
  {
    title: 'success has another status',
    change: (document) => {
      const { responses } = operation(document, '', 'post');
      responses['200'] = responses['201'];
      delete responses['201'];
    },
    breaks: ['client'],
    rule: 'response-removed',
  },
  {
    title: 'an answer has another media type',
    change: (document) => {
      const { content } = operation(document, '/{session_id}/summary', 'get').responses['200'];
      content['application/xml'] = content['application/json'];
      delete content['application/json'];
    },
    breaks: ['client'],
    rule: 'media-type-removed',
  },
  {
    title: 'the credential is another',
    change: (document) => {
      document.components.securitySchemes.bearerAuth = { type: 'apiKey', in: 'header', name: 'X-Key' };
    },
    breaks: ['client'],
    rule: 'security-scheme-changed',
    oasdiffMisses: 'it tells only whether a scheme is there',
  },
  {
    title: 'an operation has another operationId',
    change: (document) => {
      operation(document, '', 'post').operationId = 'openSession';
    },
    breaks: ['client'],
    rule: 'operation-id-changed',
    oasdiffMisses: 'it takes the name of an operation for no part of the API',
  },
  {
    title: 'an event type is gone',
    change: (document) => {
      const { Event } = schemas(document);
      Event.oneOf = Event.oneOf.filter(({ $ref }: Loose) => !$ref.endsWith('/Thinking'));
      delete Event.discriminator.mapping.thinking;
      protocolOf(document).eventName.message.shift();
      protocolOf(document).texts.shift();
    },
    breaks: ['client', 'server'],
    rule: 'stream-event-type-gone',
    oasdiffMisses: notInStreams,
  },
  {
    title: 'there is a new event type',
    change: (document) => {
      const { Event } = schemas(document);
      schemas(document).Note = { type: 'object', required: ['type'], properties: { type: { const: 'note' } } };
      Event.oneOf.push({ $ref: '#/components/schemas/Note' });
      Event.discriminator.mapping.note = '#/components/schemas/Note';
      protocolOf(document).eventName.message.push('note');
    },
    breaks: ['client'],
    rule: 'stream-event-type-new',
  },
  {
    title: 'a field of an event is gone',
    change: (document) => {
      delete schemas(document).ToolResult.properties.image_attachment;
    },
    breaks: ['client'],
    rule: 'property-removed',
  },
  {
    title: 'a field of an event has another type',
    change: (document) => {
      schemas(document).Stop.properties.is_error.type = 'string';
    },
    breaks: ['client', 'server'],
    rule: 'schema-type-changed',
  },
  {
    title: 'an event type is sent under another name',
    change: (document) => {
      const names = protocolOf(document).eventName;
      names.tool = ['tool_call'];
      names.message = names.message.filter((type: string) => type !== 'tool_call');
    },
    breaks: ['client', 'server'],
    rule: 'stream-event-name',
    oasdiffMisses: notInExtensions,
  },
  {
    title: 'another event ends a stream',
    change: (document) => {
      protocolOf(document).end = 'text';
    },
    breaks: ['client', 'server'],
    rule: 'stream-end-present',
    oasdiffMisses: notInExtensions,
  },
  {
    title: 'deltas need not add up any more',
    change: (document) => protocolOf(document).texts.pop(),
    breaks: ['client'],
    rule: 'stream-text-equal',
    oasdiffMisses: notInExtensions,
  },
  {
    title: 'the keys of calls are unique in a stream only',
    change: (document) => {
      protocolOf(document).lifecycles[0].unique = 'stream';
    },
    breaks: ['client'],
    rule: 'stream-lifecycle-unique',
    oasdiffMisses: notInExtensions,
  },
  {
    title: 'results have to repeat another field of their calls',
    change: (document) => {
      protocolOf(document).same.push({ places: [{ on: ['tool_call', 'tool_result'], at: '/type', key: '/call_id' }] });
    },
    breaks: ['server'],
    rule: 'stream-field-same',
    oasdiffMisses: notInExtensions,
  },
  {
    title: 'pages are followed by another parameter',
    change: (document) => {
      operation(document, '', 'get')['x-paging'].token = 'page_size';
    },
    breaks: ['client'],
    rule: 'paging-changed',
    oasdiffMisses: notInExtensions,
  },
];

/** Changes after which everything of before still works. */
export const harmlessChanges: KnownChange[] = [
  {
    title: 'a new operation',
    change: (document) => {
      const copy = structuredClone(operation(document, '/{session_id}/summary', 'get'));
      document.paths['/api/v1/chat/{session_id}/title'].get = { ...copy, operationId: 'getTitle' };
    },
    breaks: [],
  },
  {
    title: 'a new parameter that may be left out',
    change: (document) =>
      operation(document, '', 'get').parameters.push({ name: 'order', in: 'query', schema: { type: 'string' } }),
    breaks: [],
  },
  {
    title: 'a new field of a request that may be left out',
    change: (document) => {
      schemas(document).StreamMessagesRequest.properties.model = { type: 'string' };
    },
    breaks: [],
  },
  {
    title: 'a new field of an answer',
    change: (document) => {
      schemas(document).SessionSummary.properties.owner = { type: 'string' };
    },
    breaks: [],
  },
  {
    title: 'a new field of an event',
    change: (document) => {
      schemas(document).Stop.properties.reason = { type: 'string' };
    },
    breaks: [],
  },
  {
    title: 'a request is bound less tightly',
    change: (document) => {
      schemas(document).StreamMessagesRequest.properties.prompt.maxLength = 2000;
    },
    breaks: [],
  },
  {
    title: 'a field of a request that was required may be left out',
    change: (document) => {
      schemas(document).StreamMessagesRequest.required = ['prompt'];
    },
    breaks: [],
  },
  {
    title: 'another description',
    change: (document) => {
      operation(document, '', 'get').description = 'Lists sessions.';
    },
    breaks: [],
  },
  {
    title: 'another example',
    change: (document) => delete operation(document, '', 'get').responses['200'].content['application/json'].examples,
    breaks: [],
  },
  {
    title: 'a new server',
    change: (document) => document.servers.push({ url: 'https://api.example.com', description: 'Another.' }),
    breaks: [],
  },
  {
    title: 'a new error',
    change: (document) => {
      operation(document, '', 'get').responses['503'] = { description: 'The service is down.' };
    },
    breaks: [],
  },
  {
    title: 'a body that was required may be left out',
    change: (document) => {
      operation(document, '/{session_id}/title', 'post').requestBody.required = false;
    },
    breaks: [],
  },
];

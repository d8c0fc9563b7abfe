import { expect, test } from 'vitest';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { exampleStream } from './example-stream.ts';

test('generates a stream that begins and ends as its protocol says, and does not fail', () => {
  const event = (type: string) => ({ type: 'object', required: ['type'], properties: { type: { const: type } } });
  const oneOf = ['failed', 'done', 'stopped', 'progress', 'queued'].map(event);
  const protocol = { start: 'queued', end: ['done', 'stopped'], failure: { events: 'failed' } };
  const content = { 'text/event-stream': { schema: { oneOf }, 'x-stream-protocol': protocol } };
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'Jobs', version: '1' },
    paths: { '/jobs': { get: { operationId: 'run', responses: { 200: { description: 'Events', content } } } } },
  } as never);
  const source = {
    status: '200',
    mediaType: 'text/event-stream',
    event: contract.operations[0]!.stream!.event,
    protocol,
  };
  const stream = exampleStream(contract, contract.operations[0]!, source, { body: undefined });
  const types = stream.steps.map((step) => step.kind === 'message' && JSON.parse(step.data).type);
  expect(types).toEqual(['queued', 'progress', 'done']);
});

test('generates an event that satisfies its schema', () => {
  const id = { type: 'string', pattern: '^ev_[0-9]{4}$' };
  const items = { oneOf: [{ required: ['text'] }, { required: ['url'], properties: { url: { minLength: 9 } } }] };
  const properties = { id, items: { type: 'array', items, minItems: 1 } };
  const schema = { type: 'object', required: ['id', 'items', 'run'], properties };
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'Events', version: '1' },
    components: { schemas: { Event: schema } },
    paths: {},
  } as never);
  const source = {
    status: '200',
    mediaType: 'text/event-stream',
    event: '#/components/schemas/Event',
    protocol: undefined,
  };
  const { steps } = exampleStream(contract, { responses: {} } as never, source, { body: undefined });
  const [event] = steps.map((step) => step.kind === 'message' && JSON.parse(step.data));
  expect(createSchemaValidator(contract.document)(source.event, event)).toEqual([]);
});

/** The frames of a stream generated from schemas: `[event name, data]`. */
function framesOf(mediaType: object, body: object = {}) {
  const contract = readContract({
    openapi: '3.2.0',
    info: { title: 'Sums', version: '1' },
    paths: {
      '/sums': {
        post: {
          operationId: 'sum',
          requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
          responses: { 200: { description: 'Events', content: { 'text/event-stream': mediaType } } },
        },
      },
    },
  } as never);
  const [operation] = contract.operations;
  const { event, protocol } = operation!.stream!;
  const source = { status: '200', mediaType: 'text/event-stream', event, protocol };
  const { steps } = exampleStream(contract, operation!, source, { body });
  return steps.map((step) => step.kind === 'message' && [step.event, JSON.parse(step.data)]);
}

test('derives event names from the type, wherever it is', () => {
  const event = (kind: string) => ({ required: ['kind'], properties: { kind: { const: kind } } });
  const protocol = { type: '/kind', eventName: 'type', start: 'begin', end: 'total' };
  const mediaType = { itemSchema: { oneOf: ['total', 'begin'].map(event) }, 'x-stream-protocol': protocol };
  expect(framesOf(mediaType)).toEqual([
    ['begin', { kind: 'begin' }],
    ['total', { kind: 'total' }],
  ]);
});

test('reads the types of an envelope from its names', () => {
  const event = (name: string, field: string) => {
    const contentSchema = { type: 'object', required: [field], properties: { [field]: { type: 'integer' } } };
    return { properties: { event: { const: name }, data: { type: 'string', contentSchema } } };
  };
  const protocol = { type: 'event', start: 'begin', end: 'total' };
  const mediaType = { itemSchema: { oneOf: [event('total', 'sum'), event('begin', 'count')] } };
  expect(framesOf({ ...mediaType, 'x-stream-protocol': protocol })).toEqual([
    ['begin', { count: expect.any(Number) }],
    ['total', { sum: expect.any(Number) }],
  ]);
});

test('generates the values, counters and echoes of the protocol', () => {
  const properties = { n: { type: 'integer' }, job: { type: 'string' }, state: { type: 'string' }, note: {} };
  const fields = [
    { at: '/n', counter: 7 },
    { at: '/job', echo: '/task/job' },
    { at: '/state', value: 'open' },
    { at: '/note', present: false },
    { at: '/other', value: 1 },
  ];
  const event = { type: 'object', required: Object.keys(properties), properties };
  const mediaType = { itemSchema: { oneOf: [event, event] }, 'x-stream-protocol': { type: 'none', fields } };
  expect(framesOf(mediaType)).toEqual([
    [undefined, { n: 7, job: '{{body.task.job}}', state: 'open' }],
    [undefined, { n: 8, job: '{{body.task.job}}', state: 'open' }],
  ]);
});

test('generates entries with the first number, and the events that the request requires', () => {
  const event = (type: string, properties = {}) => ({
    type: 'object',
    required: ['type', ...Object.keys(properties)],
    properties: { type: { const: type }, ...properties },
  });
  const page = { page: { type: 'integer' } };
  const oneOf = [event('open', page), event('close', page), event('cost', { sum: { const: 4 } })];
  const protocol = {
    lifecycles: [{ name: 'page', key: '/page', open: 'open', close: 'close', numbered: 3 }],
    required: [{ type: 'cost', when: { '/cost': true } }],
  };
  const mediaType = { itemSchema: { oneOf }, 'x-stream-protocol': protocol };
  const pages = ['open', 'close'].map((type) => [undefined, { type, page: 3 }]);
  expect(framesOf(mediaType)).toEqual(pages);
  expect(framesOf(mediaType, { cost: true })).toEqual([...pages, [undefined, { type: 'cost', sum: 4 }]]);
});

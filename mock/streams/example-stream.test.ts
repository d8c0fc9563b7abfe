import { expect, test } from 'vitest';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/schema-validator.ts';
import { exampleStream } from './example-stream.ts';

test('made from schemas, a stream begins and ends as its protocol says and does not fail', () => {
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

test('an event made from its schema satisfies it', () => {
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

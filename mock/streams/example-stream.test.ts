import { expect, test } from 'vitest';
import { readContract } from '../../src/openapi/contract.ts';
import { exampleStream } from './example-stream.ts';

test('made from schemas, a stream begins and ends as its protocol says and does not fail', async () => {
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
  const stream = await exampleStream(contract, contract.operations[0]!, source, { body: undefined });
  const types = stream.steps.map((step) => step.kind === 'message' && JSON.parse(step.data).type);
  expect(types).toEqual(['queued', 'progress', 'done']);
});

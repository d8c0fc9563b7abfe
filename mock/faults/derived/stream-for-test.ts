import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../../src/openapi/validate/schema-validator.ts';
import type { StreamProtocol } from '../../../src/sse/stream-protocol.ts';
import { framesOf, toArray } from '../../streams/frame.ts';
import { deriveFaults } from './derive-faults.ts';

/** One of each kind of rule. */
const protocol: StreamProtocol = {
  headers: { 'x-stream': 'v1' },
  eventName: 'type',
  sentinel: '[DONE]',
  start: 'start',
  end: 'end',
  order: ['start', ['open', 'piece', 'close', 'ready'], 'usage'],
  once: ['usage'],
  required: ['usage'],
  fields: [
    { at: '/number', counter: 0 },
    { name: 'state', on: 'end', at: '/state', value: 'done' },
    { name: 'thread', on: 'start', at: '/thread', echo: '/thread' },
    { name: 'tokens', at: '/tokens', increasing: true },
    { name: 'note', on: 'start', at: '/note', present: false },
  ],
  same: [{ name: 'id', places: [{ at: '/id' }] }],
  lifecycles: [
    {
      name: 'block',
      key: '/index',
      open: 'open',
      continue: 'piece',
      close: 'close',
      contiguous: true,
      numbered: 0,
      kinds: { open: '/kind', continue: '/of', allow: { text: ['text'], json: ['json'] } },
    },
  ],
  texts: [
    {
      name: 'text',
      delta: { on: { type: 'piece', where: { '/of': 'text' } }, at: '/text', key: '/index' },
      complete: { on: { type: 'close', has: '/text' }, at: '/text', key: '/index' },
    },
    {
      name: 'json',
      delta: { on: { type: 'piece', where: { '/of': 'json' } }, at: '/text', key: '/index' },
      complete: { on: 'close', key: '/index' },
      json: 'object',
    },
  ],
};

const data: ({ type: string } & Record<string, unknown>)[] = [
  { type: 'start', id: 'a', thread: 't1', note: null, tokens: 1 },
  { type: 'open', index: 0, kind: 'text' },
  { type: 'piece', index: 0, of: 'text', text: 'Hel' },
  { type: 'piece', index: 0, of: 'text', text: 'lo' },
  { type: 'close', index: 0, text: 'Hello' },
  { type: 'open', index: 1, kind: 'json' },
  { type: 'piece', index: 1, of: 'json', text: '{"a"' },
  { type: 'piece', index: 1, of: 'json', text: ':1}' },
  { type: 'close', index: 1 },
  { type: 'usage', tokens: 9, id: 'a' },
  { type: 'end', state: 'done', id: 'a' },
];
const events = data.map((event, number) => ({ ...event, number }));

const event = {
  type: 'object',
  required: ['type', 'number'],
  properties: {
    type: { type: 'string' },
    number: { type: 'integer' },
    index: { type: 'integer' },
    of: { enum: ['text', 'json'] },
    text: { type: 'string' },
    tokens: { type: 'integer' },
    note: { type: ['string', 'null'] },
    id: { type: 'string' },
  },
};

const request = { prompt: 'Hi', thread: 't1' };

const document = {
  openapi: '3.1.0',
  info: { title: 'Blocks', version: '1' },
  paths: {
    '/messages': {
      post: {
        operationId: 'ask',
        requestBody: { content: { 'application/json': { schema: { type: 'object' }, example: request } } },
        responses: {
          '200': {
            description: 'A stream.',
            content: {
              'text/event-stream': {
                schema: {
                  type: 'string',
                  contentMediaType: 'text/event-stream',
                  contentSchema: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
                },
                example: events,
                'x-stream-protocol': protocol,
              },
            },
          },
        },
      },
    },
  },
  components: { schemas: { Event: event } },
};

/** A document with every kind of rule, a stream of it, and the faults that follow. */
export function faultForTest() {
  const contract = readContract(document);
  const validate = createSchemaValidator(contract.document);
  const { stream } = contract.operations[0]!;
  const steps = [
    ...events.map((one) => ({ kind: 'message' as const, event: one.type, data: JSON.stringify(one) })),
    { kind: 'message' as const, data: '[DONE]' },
  ];
  return {
    document,
    faults: deriveFaults(contract.operations),
    frames: toArray(framesOf(steps, protocol, String)),
    judge: {
      protocol,
      request,
      types: {},
      suitsSchema: (value: unknown) => validate(stream!.event, value).length === 0,
    },
  };
}

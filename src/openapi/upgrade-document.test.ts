import { expect, test } from 'vitest';
import { upgradeDocument } from './upgrade-document.ts';

const json = (contentSchema: object) => ({ contentMediaType: 'application/json', contentSchema });
const number = { type: 'object', properties: { n: { type: 'integer' } } };
const flag = { type: 'object', properties: { flag: { type: 'boolean' } } };
const stream = (items: unknown) => ({
  type: 'string',
  contentMediaType: 'text/event-stream',
  contentSchema: { type: 'array', items },
});
const data = (schema: object) => ({ properties: { data: schema } });

test.each<[string, object, object]>([
  [
    'an envelope',
    { properties: { event: { type: 'string' }, data: { type: 'string', ...json(number) } } },
    stream(number),
  ],
  [
    'an envelope whose variants hold JSON',
    { type: 'object', ...data({ type: 'string' }), oneOf: [data(json(number)), data(json(flag))] },
    stream({ anyOf: [number, flag] }),
  ],
  [
    'an envelope of which a variant is text',
    { type: 'object', ...data({ type: 'string' }), oneOf: [data({ const: '[DONE]' }), data(json(number))] },
    { type: 'string' },
  ],
  ['an envelope of text', { type: 'object', ...data({ type: 'string' }) }, { type: 'string' }],
  ['an event of its own', number, stream(number)],
  [
    'an event that has data among its fields',
    { properties: { kind: { type: 'string' }, data: { type: 'string' } } },
    stream({ properties: { kind: { type: 'string' }, data: { type: 'string' } } }),
  ],
  ['an event whose data is an object', data({ type: 'object' }), stream(data({ type: 'object' }))],
])('reads %s as the itemSchema of an event stream', (_, itemSchema, schema) => {
  const responses = { '200': { description: 'ok', content: { 'text/event-stream': { itemSchema } } } };
  const given = { openapi: '3.2.0', info: { title: 't', version: '1' }, paths: { '/a': { get: { responses } } } };
  const { document } = upgradeDocument(given as never);
  const media = (document as unknown as typeof given).paths['/a'].get.responses['200'].content['text/event-stream'];
  expect(media).toEqual({ schema });
});

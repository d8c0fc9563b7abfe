import { describe, expect, it } from 'vitest';
import { findingsOf, testingDocument } from '../document-for-test.ts';
import { exampleFits } from './example-fits.ts';

describe('example-fits', () => {
  it('accepts examples and defaults that satisfy their schema', () => {
    const document = testingDocument();
    Object.assign(document.components.schemas, { Count: { type: 'integer', default: 1, examples: [2, 3] } });
    expect(findingsOf(exampleFits, document)).toEqual([]);
  });

  it('finds an invalid body, at the invalid value', () => {
    const document = testingDocument();
    document.paths['/ask'].post.requestBody.content['application/json'].examples.short.value.ask = '';
    expect(findingsOf(exampleFits, document)).toEqual([
      {
        pointer: '#/paths/~1ask/post/requestBody/content/application~1json/examples/short/value/ask',
        message: 'The example violates its schema: ask must NOT have fewer than 1 characters.',
      },
    ]);
  });

  it('reports a shared example where it is defined', () => {
    const document = testingDocument();
    const body = document.paths['/ask'].post.requestBody.content['application/json'];
    Object.assign(body, { examples: { shared: { $ref: '#/components/examples/shared' } } });
    Object.assign(document.components, { examples: { shared: { value: 'Why?' } } });
    expect(findingsOf(exampleFits, document)).toEqual([
      {
        pointer: '#/components/examples/shared/value',
        message: 'The example violates its schema: it must be object.',
      },
    ]);
  });

  it('reports invalid examples in parameters, headers and schemas, formats included', () => {
    const document = testingDocument();
    const schema = { type: 'string', format: 'uuid' };
    const parameters = [{ name: 'project', in: 'query', schema, example: 'no uuid' }];
    Object.assign(document.paths['/ask'].post, { parameters });
    const headers = { Age: { schema: { type: 'integer' }, example: 'old' } };
    Object.assign(document.paths['/ask'].post.responses['200'], { headers });
    Object.assign(document.components.schemas, { Count: { type: 'integer', default: '1', examples: [2, null] } });
    expect(findingsOf(exampleFits, document).map(({ pointer }) => pointer)).toEqual([
      '#/paths/~1ask/post/parameters/0/example',
      '#/paths/~1ask/post/responses/200/headers/Age/example',
      '#/components/schemas/Count/default',
      '#/components/schemas/Count/examples/1',
    ]);
  });
});

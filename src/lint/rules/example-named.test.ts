import { expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../document-for-test.ts';
import { exampleNamed } from './example-named.ts';

it('accepts bodies with named examples', () => {
  expect(findingsOf(exampleNamed, testingDocument())).toEqual([]);
});

it('finds bodies of requests and responses without one', () => {
  const document = testingDocument();
  const { requestBody, responses } = document.paths['/ask'].post;
  Object.assign(requestBody.content['application/json'], { examples: {} });
  Object.assign(responses['200'].content['text/event-stream'], { examples: undefined, example: 'data: {}\n\n' });
  expect(findingsOf(exampleNamed, document).map(({ pointer }) => pointer)).toEqual([
    '#/paths/~1ask/post/requestBody/content/application~1json',
    streamPointer,
  ]);
});

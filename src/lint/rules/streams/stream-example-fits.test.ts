import { describe, expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../document-for-test.ts';
import { streamExampleFits } from './stream-example-fits.ts';

describe('stream-example-fits', () => {
  it('accepts a stream that satisfies schema and protocol', () => {
    expect(findingsOf(streamExampleFits, testingDocument())).toEqual([]);
  });

  const end = 'data: {"type":"end","failed":false,"error":null}\n\n';
  const bad: [string, unknown, string][] = [
    ['a value that is no text', [{ type: 'end' }], 'An example of an event stream is text.'],
    [
      'data that is no JSON',
      `data: {\n\n${end}`,
      'Message 1 of the stream: The data of an event is not JSON. (data-json)',
    ],
    ['an event that does not fit', `data: {"type":"piece"}\n\n${end}`, 'Message 1 of the stream: text is missing.'],
    [
      'another event name',
      `event: piece\ndata: {"type":"piece","text":""}\n\n${end}`,
      'Message 1 of the stream: An event of type piece has the name "piece". (event-name)',
    ],
    ['a second end', end + end, 'Message 2 of the stream: A second end follows the end. (end-once)'],
    ['no end', 'data: {"type":"piece","text":""}\n\n', 'The stream ended without its last event, end. (end-present)'],
    ['an end that is cut', end.trimEnd(), 'The stream ended without its last event, end. (end-present)'],
  ];
  for (const [title, value, message] of bad) {
    it(`finds ${title}`, () => {
      const document = testingDocument();
      const { examples } = document.paths['/ask'].post.responses['200'].content['text/event-stream'];
      Object.assign(examples.whole, { value });
      expect(findingsOf(streamExampleFits, document)).toEqual([
        { pointer: `${streamPointer}/examples/whole/value`, message },
      ]);
    });
  }
});

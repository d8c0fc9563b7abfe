import { expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../testing-document.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

it('takes a protocol that fits its schema', () => {
  expect(findingsOf(streamProtocolForm, testingDocument())).toEqual([]);
});

it('finds what does not fit, and names it', () => {
  const document = testingDocument();
  const protocol = document.paths['/ask'].post.responses['200'].content['text/event-stream']['x-stream-protocol'];
  Object.assign(protocol, { pause: 1, input: undefined });
  Object.assign(protocol.end, { provenance: 'guessed' });
  const at = `${streamPointer}/x-stream-protocol`;
  expect(findingsOf(streamProtocolForm, document)).toEqual([
    { pointer: at, message: "The stream protocol must have required property 'input'." },
    { pointer: at, message: 'The stream protocol must NOT have additional properties: pause.' },
    {
      pointer: `${at}/end/provenance`,
      message: 'The stream protocol must be equal to one of the allowed values: documented, standard, assumed.',
    },
  ]);
});

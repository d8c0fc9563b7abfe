import { expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../testing-document.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

it('takes a protocol that fits its schema', () => {
  expect(findingsOf(streamProtocolForm, testingDocument())).toEqual([]);
});

it('finds what does not fit, and names it', () => {
  const document = testingDocument();
  const protocol = document.paths['/ask'].post.responses['200'].content['text/event-stream']['x-stream-protocol'];
  Object.assign(protocol, { pause: 1, provenance: 'guessed', end: [], lifecycles: [{ name: 'part' }] });
  const at = `${streamPointer}/x-stream-protocol`;
  expect(findingsOf(streamProtocolForm, document)).toEqual([
    { pointer: at, message: 'The stream protocol must NOT have additional properties: pause.' },
    {
      pointer: `${at}/provenance`,
      message: 'The stream protocol must be equal to one of the allowed values: documented, standard, assumed.',
    },
    { pointer: `${at}/end`, message: 'The stream protocol must NOT have fewer than 1 items.' },
    { pointer: `${at}/lifecycles/0`, message: "The stream protocol must have required property 'open'." },
  ]);
});

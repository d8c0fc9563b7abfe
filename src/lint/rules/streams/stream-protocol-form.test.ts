import { expect, it } from 'vitest';
import { findingsOf, streamPointer, testingDocument } from '../../document-for-test.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

it('accepts a protocol that satisfies its schema', () => {
  expect(findingsOf(streamProtocolForm, testingDocument())).toEqual([]);
});

it('reports and names the violation', () => {
  const document = testingDocument();
  const protocol = document.paths['/ask'].post.responses['200'].content['text/event-stream']['x-stream-protocol'];
  Object.assign(protocol, {
    pause: 1,
    provenance: 'guessed',
    end: [],
    lifecycles: [{ name: 'part' }],
    fields: [{ at: '/n' }, { at: 'n', value: 1 }],
  });
  const at = `${streamPointer}/x-stream-protocol`;
  expect(findingsOf(streamProtocolForm, document)).toEqual([
    {
      pointer: `${at}/pause`,
      message: expect.stringMatching(/^The stream protocol has an unknown key pause\. Expected provenance, /),
    },
    { pointer: `${at}/provenance`, message: 'provenance must be one of documented, standard, assumed.' },
    { pointer: `${at}/end`, message: 'end must NOT have fewer than 1 items.' },
    {
      pointer: `${at}/fields/0`,
      message: 'fields.0 needs exactly one of value, counter, echo, increasing, present.',
    },
    { pointer: `${at}/fields/1/at`, message: 'fields.1.at must be a JSON Pointer, which begins with "/".' },
    { pointer: `${at}/lifecycles/0`, message: 'lifecycles.0 needs the key open.' },
  ]);
});

import { expect, it } from 'vitest';
import { findingsOf, testingDocument } from '../document-for-test.ts';
import { objectProvenance } from './object-provenance.ts';

it('accepts responses, headers and security schemes that have a provenance', () => {
  expect(findingsOf(objectProvenance, testingDocument())).toEqual([]);
});

it('finds those without one', () => {
  const document = testingDocument();
  const response = document.paths['/ask'].post.responses['200'];
  Object.assign(response, { 'x-provenance': undefined, headers: { Age: { description: 'Seconds.' } } });
  Object.assign(document.components.securitySchemes.key, { 'x-provenance': undefined });
  expect(findingsOf(objectProvenance, document)).toEqual([
    {
      pointer: '#/paths/~1ask/post/responses/200',
      message: 'The response has no x-provenance; add documented, standard or assumed.',
    },
    {
      pointer: '#/paths/~1ask/post/responses/200/headers/Age',
      message: 'The header has no x-provenance; add documented, standard or assumed.',
    },
    {
      pointer: '#/components/securitySchemes/key',
      message: 'The security scheme has no x-provenance; add documented, standard or assumed.',
    },
  ]);
});

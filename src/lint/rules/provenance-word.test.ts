import { expect, it } from 'vitest';
import { findingsOf, testingDocument } from '../document-for-test.ts';
import { provenanceWord } from './provenance-word.ts';

it('accepts the three words, alone and for each keyword', () => {
  const document = testingDocument();
  Object.assign(document.components.schemas.Piece.properties, {
    text: { type: 'string', maxLength: 3, 'x-provenance': { maxLength: 'standard', required: 'assumed' } },
  });
  expect(findingsOf(provenanceWord, document)).toEqual([]);
});

it('finds other words, absent keywords, and an object instead of one word', () => {
  const document = testingDocument();
  Object.assign(document.paths['/ask'].post.responses['200'], { 'x-provenance': { status: 'assumed' } });
  Object.assign(document.components.schemas.Piece, { 'x-provenance': 'Documented' });
  Object.assign(document.components.schemas.End, { 'x-provenance': { type: 'guessed', maxItems: 'assumed' } });
  const words = 'it must be documented, standard or assumed.';
  expect(findingsOf(provenanceWord, document)).toEqual([
    {
      pointer: '#/paths/~1ask/post/responses/200/x-provenance',
      message: `x-provenance is {"status":"assumed"}; ${words}`,
    },
    { pointer: '#/components/schemas/Piece/x-provenance', message: `x-provenance is "Documented"; ${words}` },
    { pointer: '#/components/schemas/End/x-provenance/type', message: `x-provenance is "guessed"; ${words}` },
    {
      pointer: '#/components/schemas/End/x-provenance/maxItems',
      message: 'x-provenance names maxItems, a keyword that this schema does not have.',
    },
  ]);
});

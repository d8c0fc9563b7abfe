import type { LintRule } from '../rule.ts';
import { constraintProvenance } from './constraint-provenance.ts';
import { exampleFits } from './example-fits.ts';
import { exampleNamed } from './example-named.ts';
import { objectProvenance } from './object-provenance.ts';
import { pagingFields } from './paging-fields.ts';
import { provenanceWord } from './provenance-word.ts';
import { streamExampleFits } from './streams/stream-example-fits.ts';
import { streamProtocolForm } from './streams/stream-protocol-form.ts';
import { streamProtocolTypes } from './streams/stream-protocol-types.ts';
import { streamTyped } from './streams/stream-typed.ts';

/** Every rule of this project about its contract. A new rule is a file in this folder and a line here. */
export const lintRules: readonly LintRule[] = [
  constraintProvenance,
  exampleFits,
  exampleNamed,
  objectProvenance,
  pagingFields,
  provenanceWord,
  streamExampleFits,
  streamProtocolForm,
  streamProtocolTypes,
  streamTyped,
];

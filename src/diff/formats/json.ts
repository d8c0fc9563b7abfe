import { isBreaking } from '../change.ts';
import type { Format } from './format.ts';

/** For programs: `{base, head, breaking, changes}`, where `breaking` counts the breaking changes. */
export const formatJson: Format = (changes, { base, head }) => {
  const written = changes.map((change) => ({ breaking: isBreaking(change), ...change }));
  return `${JSON.stringify({ base, head, breaking: changes.filter(isBreaking).length, changes: written }, null, 2)}\n`;
};

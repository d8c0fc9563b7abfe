import { fromPointer } from '../openapi/json-pointer.ts';
import { cut, excerpt } from '../shared/excerpt.ts';
import { capitalize } from '../shared/wording.ts';
import type { RedoclyChange } from './run-redocly-diff.ts';

/** A change without a message of a rule, in one sentence. */
export function describeChange({ kind, typeName, property, path, base, revision }: RedoclyChange): string {
  const name = fromPointer(path).at(-1) ?? 'document';
  const subject = property === undefined ? `${wordsOf(typeName)} \`${name}\`` : `\`${property}\` of \`${name}\``;
  if (kind !== 'modified') return `${subject} was ${kind}.`;
  const [before, after] = [base?.value, revision?.value];
  if (before === undefined) return `${subject} was set to ${show(after)}.`;
  if (after === undefined) return `${subject} was removed.`;
  return `${subject} changed from ${show(before)} to ${show(after)}.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${cut(value.replace(/\s+/g, ' '), 60)}'` : excerpt(value, 80);
}

/** `RequestBody` is Redocly's name for a request body. */
function wordsOf(typeName: string): string {
  const words = typeName.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return capitalize(words);
}

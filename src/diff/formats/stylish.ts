import { styleText } from 'node:util';
import { type Change, isBreaking } from '../change.ts';
import type { Format } from './format.ts';
import { summarize, verdictOf } from './summary.ts';

/** For people: a block for each change, breaking ones first, then the counts. */
export const formatStylish: Format = (changes, { color }) => {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const block = (change: Change): string => {
    const { operation, message, rule, place } = change;
    const verdict = paint(isBreaking(change) ? 'red' : 'green', verdictOf(change));
    const where = `${place.file}:${place.line}:${place.column}`;
    return `${verdict}  ${operation === undefined ? '' : `${operation}  `}${paint('dim', rule)}\n  ${message}\n  ${paint('underline', where)}\n\n`;
  };
  return `${changes.map(block).join('')}${summarize(changes)}\n`;
};

import type { Change } from '../change.ts';
import { isBreaking } from '../change.ts';
import type { Format } from './format.ts';
import { summarize, verdictOf } from './summary.ts';

/** A table for a pull request or a changelog. */
export const formatMarkdown: Format = (changes, { base, head }) => {
  const title = `## Contract: \`${base}\` to \`${head}\`\n\n${summarize(changes)}\n`;
  const table = (name: string, list: readonly Change[]) =>
    list.length === 0 ? '' : `\n### ${name}\n\n${tableHead}${list.map(row).join('')}`;
  const harmless = changes.filter((change) => !isBreaking(change));
  return `${title}${table('Breaking', changes.filter(isBreaking))}${table('Harmless', harmless)}`;
};

const tableHead = '| where | what | verdict | place |\n| --- | --- | --- | --- |\n';

function row(change: Change): string {
  const { operation = '', message, rule, place } = change;
  const cells = [operation && `\`${operation}\``, message, `${verdictOf(change)} (\`${rule}\`)`, placeOf(place)];
  return `| ${cells.map(escapeCell).join(' | ')} |\n`;
}

function placeOf({ file, line }: Change['place']): string {
  return `\`${file}:${line}\``;
}

/** A vertical bar or a line break would end the cell. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

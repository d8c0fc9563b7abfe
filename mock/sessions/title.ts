import { capitalize } from '../../src/shared/wording.ts';

const longestTitle = 60;

/**
 * A short title from the user's first message: its first sentence without Markdown marks, cut at a word. The same
 * message always has the same title.
 */
export function titleOf(firstMessage: string): string {
  const text = firstMessage
    .replace(/[*_`#>~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.{8,}?[.?!](?= |$)/su.exec(text)?.[0] ?? text;
  const title = cutAtWord(sentence.replace(/[\s.?!:;,]+$/u, '')) || 'New conversation';
  return capitalize(title);
}

/** Cuts by code points, so that no emoji is halved. */
function cutAtWord(text: string): string {
  const characters = [...text];
  if (characters.length <= longestTitle) return text;
  const head = characters.slice(0, longestTitle - 1).join('');
  const lastSpace = head.lastIndexOf(' ');
  return `${lastSpace > longestTitle / 2 ? head.slice(0, lastSpace) : head}…`;
}

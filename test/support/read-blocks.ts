/** A fenced block of a Markdown page. */
export interface Block {
  /** The word after the fence: `sh`, `ts`. */
  language: string;
  text: string;
  /** The line of the fence, from 1. */
  line: number;
}

/** The fenced blocks of a page, in order (CommonMark, section 4.5). Fences are three backticks. */
export function readBlocks(page: string): Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: page.slice(0, index).split('\n').length,
  }));
}

import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/** Longer texts are shown as they are: to parse them again with each delta would hold up the page. */
const longest = 50_000;

/**
 * Shows Markdown. micromark escapes HTML and drops addresses other than http, https and mailto, so that what a server
 * sends cannot act on the page.
 */
export function showMarkdown(target: HTMLElement, text: string): void {
  if (text.length > longest) {
    target.textContent = text;
    return;
  }
  // What is in a template loads nothing.
  const template = document.createElement('template');
  template.innerHTML = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  for (const link of template.content.querySelectorAll('a')) {
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
  }
  // The page loads nothing from elsewhere; the text of an image stays.
  for (const image of template.content.querySelectorAll('img')) image.replaceWith(image.alt);
  target.replaceChildren(template.content);
}

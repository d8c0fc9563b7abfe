import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/**
 * Shows Markdown. micromark escapes HTML and drops addresses other than http, https and mailto, so that text of a model
 * cannot run anything on the page.
 */
export function showMarkdown(target: HTMLElement, text: string): void {
  // What is in a template loads nothing.
  const template = document.createElement('template');
  template.innerHTML = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  for (const link of template.content.querySelectorAll('a')) {
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
  }
  // An image would tell its server who reads the answer: its text stays.
  for (const image of template.content.querySelectorAll('img')) image.replaceWith(image.alt);
  target.replaceChildren(template.content);
}

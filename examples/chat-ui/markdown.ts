import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/**
 * Renders Markdown. micromark escapes HTML and drops URLs other than http, https and mailto, so that a model's text
 * cannot run code in the page.
 */
export function showMarkdown(target: HTMLElement, text: string): void {
  // Content of a template loads no resources.
  const template = document.createElement('template');
  template.innerHTML = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  for (const link of template.content.querySelectorAll('a')) {
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
  }
  // An image would tell its server who reads the answer, so only its alternative text is shown.
  for (const image of template.content.querySelectorAll('img')) image.replaceWith(image.alt);
  target.replaceChildren(template.content);
}

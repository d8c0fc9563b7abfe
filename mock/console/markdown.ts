import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/** Longer texts are shown as plain text, because parsing them again with each delta would block the page. */
const longest = 50_000;

/**
 * Shows Markdown. micromark escapes HTML and drops URLs other than http, https and mailto, so that server content
 * cannot run code in the page.
 */
export function showMarkdown(target: HTMLElement, text: string): void {
  if (text.length > longest) {
    target.textContent = text;
    return;
  }
  // Content of a template does not load resources.
  const template = document.createElement('template');
  template.innerHTML = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  for (const link of template.content.querySelectorAll('a')) {
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
  }
  // The page loads no external images; their alternative text remains.
  for (const image of template.content.querySelectorAll('img')) image.replaceWith(image.alt);
  target.replaceChildren(template.content);
}

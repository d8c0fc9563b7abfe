import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';

/**
 * Replaces images and other media in the texts of a document with links, in place, and drops its logo: the page loads
 * nothing. Media in `data:` URLs stay.
 */
export function linkMedia(document: OpenApiDocument): void {
  if (isObject(document.info)) dropLogo(document.info);
  visit(document);
}

/** Fields with data: a `description` in them is not one of the document. */
const data = ['example', 'default', 'enum', 'const', 'value', 'dataValue'];

function visit(value: unknown): void {
  if (Array.isArray(value)) for (const one of value) visit(one);
  if (!isObject(value)) return;
  for (const [field, one] of Object.entries(value)) {
    if (typeof one === 'string') {
      if (field === 'description' || field === 'summary' || field === 'title') value[field] = withoutMedia(one);
    } else if (!data.includes(field) && !(field === 'examples' && Array.isArray(one))) visit(one);
  }
}

/** Inline and reference images of CommonMark, and HTML elements with a source. */
function withoutMedia(text: string): string {
  if (!text.includes('![') && !text.includes('<')) return text;
  return text
    .replaceAll(
      /!\[([^\]]*)\]\(\s*<?(?!data:)([^\s)>]+)[^)]*\)/g,
      (_, name: string, address: string) => `[${name || address}](${address})`,
    )
    .replaceAll(/!\[([^\]]+)\](?=\[)/g, '[$1]')
    .replaceAll(/<(?:img|iframe|video|audio|source|embed)\b[^>]*>/gi, (element) => {
      const address = attribute(element, 'src');
      if (address === undefined || address.startsWith('data:')) return element;
      return `<a href="${address}">${attribute(element, 'alt') || address}</a>`;
    });
}

function attribute(element: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`\\s${name}\\s*=\\s*(?:["']([^"']*)["']|([^\\s>"']+))`, 'i').exec(element) ?? [];
  return quoted ?? plain;
}

function dropLogo(info: Record<string, unknown>): void {
  const { 'x-logo': logo } = info;
  if (isObject(logo) && !String(logo.url).startsWith('data:')) delete info['x-logo'];
}

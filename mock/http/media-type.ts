import { mediaTypeOf } from '../../src/openapi/media-type.ts';

/** A parsed media type or range (RFC 9110, sections 8.3.1 and 12.5.1). */
export interface MediaRange {
  /** In lower case. In a range, an asterisk replaces the subtype or both parts. */
  type: string;
  /** Without `q`; names are in lower case. */
  parameters: ReadonlyMap<string, string>;
  /** From 0 to 1. */
  quality: number;
}

/** @returns `undefined` if the text is not a media type */
export function readMediaType(text: string): MediaRange | undefined {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  if (!/^[^\s/;,]+\/[^\s/;,]+$/.test(type)) return undefined;
  const parameters = new Map<string, string>();
  let quality = 1;
  for (const part of rest) {
    const [name = '', value = ''] = part.split(/ *= *(.*)/s);
    const plain = value.replace(/^"(.*)"$/, '$1');
    if (name.toLowerCase() !== 'q') parameters.set(name.toLowerCase(), plain);
    else if (/^\d*\.?\d*$/.test(plain)) quality = Math.min(1, Number(plain));
  }
  return { type: type.toLowerCase(), parameters, quality };
}

/** The ranges of an `Accept` header. Malformed ranges are skipped. */
export function readAccept(header: string | undefined): MediaRange[] {
  return (header ?? '').split(',').flatMap((part) => readMediaType(part) ?? []);
}

/**
 * How precisely a range matches a media type: 0 no match, 1 any type, 2 any subtype (`image/*`), 3 the exact type, 4
 * also its parameters. The media type can itself be a range of a document.
 */
export function precisionOf(range: MediaRange, media: MediaRange): number {
  if (range.type === '*/*') return 1;
  if (range.type.endsWith('/*')) return media.type.startsWith(range.type.slice(0, -1)) ? 2 : 0;
  if (range.type !== media.type) return 0;
  const named = [...range.parameters].filter(([name]) => name !== 'charset');
  if (!named.every(([name, value]) => media.parameters.get(name) === value)) return 0;
  return named.length > 0 ? 4 : 3;
}

/** True for XML and for the types whose syntax is XML (RFC 7303). */
export function isXmlType(type: string): boolean {
  return /[/+]xml$/.test(mediaTypeOf(type));
}

/** The documented media type or range that best matches the sent one. */
export function findMediaType(sent: MediaRange, documented: readonly string[]): string | undefined {
  let best: string | undefined;
  let precision = 0;
  for (const name of documented) {
    const range = readMediaType(name);
    // A parameter of one side only does not make the types different.
    const fits =
      range && Math.max(precisionOf(range, sent), precisionOf({ ...range, parameters: new Map() }, sent) - 0.5);
    if (!fits || fits <= precision) continue;
    best = name;
    precision = fits;
  }
  return best;
}

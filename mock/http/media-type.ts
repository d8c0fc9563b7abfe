/** A media type or range, taken apart (RFC 9110, sections 8.3.1 and 12.5.1). */
export interface MediaRange {
  /** In lower case; a range has an asterisk for its subtype, or for both. */
  type: string;
  /** In lower case but for their values; `q` is not among them. */
  parameters: ReadonlyMap<string, string>;
  /** From 0 to 1. */
  quality: number;
}

/** @returns `undefined` for what is no media type */
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

/** The ranges of an `Accept` header; what is malformed is passed over. */
export function readAccept(header: string | undefined): MediaRange[] {
  return (header ?? '').split(',').flatMap((part) => readMediaType(part) ?? []);
}

/**
 * How precisely a range names a media type: 0 for not at all, 1 for any type, 2 for all of `image`, say, 3 for the type,
 * 4 with its parameters. A document may have ranges, too.
 */
export function precisionOf(range: MediaRange, media: MediaRange): number {
  if (range.type === '*/*') return 1;
  if (range.type.endsWith('/*')) return media.type.startsWith(range.type.slice(0, -1)) ? 2 : 0;
  if (range.type !== media.type) return 0;
  const named = [...range.parameters].filter(([name]) => name !== 'charset');
  if (!named.every(([name, value]) => media.parameters.get(name) === value)) return 0;
  return named.length > 0 ? 4 : 3;
}

/** True for JSON and for the types whose syntax is JSON (RFC 6839, section 3.1). */
export function isJsonType(type: string): boolean {
  return /^[^;]*[/+]json *(;|$)/i.test(type);
}

/** True for XML and for the types whose syntax is XML (RFC 7303). */
export function isXmlType(type: string): boolean {
  return /^[^;]*[/+]xml *(;|$)/i.test(type);
}

/** The documented media type that fits one that was sent best; a documented range fits what it names. */
export function findMediaType(sent: MediaRange, documented: readonly string[]): string | undefined {
  let best: string | undefined;
  let precision = 0;
  for (const name of documented) {
    const range = readMediaType(name);
    // A parameter that only one side has does not make another type of it.
    const fits =
      range && Math.max(precisionOf(range, sent), precisionOf({ ...range, parameters: new Map() }, sent) - 0.5);
    if (!fits || fits <= precision) continue;
    best = name;
    precision = fits;
  }
  return best;
}

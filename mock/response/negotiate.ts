import { type MediaRange, precisionOf, readAccept, readMediaType } from '../http/media-type.ts';

/** A documented media type, and the concrete type to send if it is a range. */
export interface ChosenType {
  /** As documented. */
  name: string;
  contentType: string;
}

interface Candidate extends ChosenType {
  quality: number;
  /** Position of the matching range in `Accept`. */
  rank: number;
}

const jsonRange: MediaRange = { type: 'application/json', parameters: new Map(), quality: 1 };
const anyRange: MediaRange = { type: '*/*', parameters: new Map(), quality: 1 };

/**
 * The documented media type that a client prefers in `Accept` (RFC 9110, section 12.5.1): the first one of the document
 * if the client accepts any, JSON if there is no header.
 *
 * @returns `undefined` if none is acceptable
 */
export function negotiate(documented: readonly string[], accept: string | undefined): ChosenType | undefined {
  const ranges = readAccept(accept);
  if (ranges.length === 0) ranges.push(jsonRange, anyRange);
  let best: Candidate | undefined;
  for (const name of documented) {
    const candidate = judge(name, ranges);
    if (!candidate || candidate.quality === 0) continue;
    if (!best || isBetter(candidate, best)) best = candidate;
  }
  return best;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.quality !== other.quality) return one.quality > other.quality;
  if (one.rank !== other.rank) return one.rank < other.rank;
  return preferenceOf(one.contentType) > preferenceOf(other.contentType);
}

/** For equal candidates: a stream ranks lower, else the document's order decides. */
function preferenceOf(contentType: string): number {
  return /^text\/event-stream\b/i.test(contentType) ? 0 : 1;
}

/** The most precise range has precedence (RFC 9110, section 12.5.1). */
function judge(name: string, ranges: readonly MediaRange[]): Candidate | undefined {
  const media = readMediaType(name);
  if (!media) return { name, contentType: name, quality: 1, rank: ranges.length };
  let found: Candidate | undefined;
  let precision = 0;
  for (const [rank, range] of ranges.entries()) {
    const bare = { ...range, parameters: new Map() };
    const fits = Math.max(
      precisionOf(range, media),
      precisionOf(bare, media) - 0.5,
      precisionOf(media, range) > 0 ? 3 : 0,
    );
    if (fits <= Math.max(precision, 0)) continue;
    precision = fits;
    found = { name, contentType: contentTypeOf(name, media, range), quality: range.quality, rank };
  }
  return found;
}

const examplesOfRanges: Record<string, string> = {
  '*/*': 'application/json',
  'application/*': 'application/json',
  'text/*': 'text/plain',
  'image/*': 'image/png',
  'audio/*': 'audio/mpeg',
  'video/*': 'video/mp4',
};

function contentTypeOf(name: string, media: MediaRange, range: MediaRange): string {
  if (!media.type.endsWith('/*')) return name;
  if (!range.type.endsWith('/*')) return range.type;
  return examplesOfRanges[media.type] ?? 'application/octet-stream';
}

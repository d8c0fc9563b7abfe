import { isJsonType, mediaTypeOf } from '../../openapi/media-type.ts';

/** How a client writes or reads a media type. */
export type MediaKind = 'json' | 'stream' | 'multipart' | 'form' | 'text' | 'binary';

/** The kind of a media type, without its parameters. */
export function mediaKind(mediaType: string): MediaKind {
  const name = mediaTypeOf(mediaType);
  if (isJsonType(name) || name === '*/*') return 'json';
  if (name === 'text/event-stream') return 'stream';
  if (name.startsWith('multipart/')) return 'multipart';
  if (name === 'application/x-www-form-urlencoded') return 'form';
  if (/^text\/|[/+](xml|yaml)$|javascript$/.test(name)) return 'text';
  return 'binary';
}

/** Kinds in the client's order of preference. */
const preferred: readonly MediaKind[] = ['json', 'multipart', 'form', 'text', 'binary'];

/** The media type that a client uses of several, preferably plain JSON; never a stream. */
export function chooseMediaType(mediaTypes: readonly string[]): string | undefined {
  if (mediaTypes.includes('application/json')) return 'application/json';
  return preferred
    .map((kind) => mediaTypes.find((mediaType) => mediaKind(mediaType) === kind))
    .find((mediaType) => mediaType !== undefined);
}

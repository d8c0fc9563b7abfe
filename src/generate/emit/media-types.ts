import { isJsonType, mediaTypeOf } from '../../openapi/media-type.ts';

/** How a client writes or reads a media type. */
export type MediaKind = 'json' | 'stream' | 'multipart' | 'form' | 'text' | 'binary';

/** The kind of a media type, its parameters left aside. */
export function mediaKind(mediaType: string): MediaKind {
  const name = mediaTypeOf(mediaType);
  if (isJsonType(name) || name === '*/*') return 'json';
  if (name === 'text/event-stream') return 'stream';
  if (name.startsWith('multipart/')) return 'multipart';
  if (name === 'application/x-www-form-urlencoded') return 'form';
  if (/^text\/|[/+](xml|yaml)$|javascript$/.test(name)) return 'text';
  return 'binary';
}

/** Kinds from the one that a client prefers to the one that it takes if there is nothing else. */
const preferred: readonly MediaKind[] = ['json', 'multipart', 'form', 'text', 'binary'];

/** The media type that a client uses of several, plain JSON first; streams are left aside. */
export function chooseMediaType(mediaTypes: readonly string[]): string | undefined {
  if (mediaTypes.includes('application/json')) return 'application/json';
  return preferred
    .map((kind) => mediaTypes.find((mediaType) => mediaKind(mediaType) === kind))
    .find((mediaType) => mediaType !== undefined);
}

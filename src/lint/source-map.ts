import { dirname, resolve } from 'node:path';
import { fromPointer, resolvePointer, toPointer } from '../openapi/json-pointer.ts';
import { isObject } from '../shared/json.ts';
import type { SourceFile, SourceReader } from './source-file.ts';

/** Where a value of the bundled document was written by hand. */
export interface SourcePlace {
  file: SourceFile;
  /** JSON Pointer within the file. */
  pointer: string;
}

/**
 * Tells for each JSON Pointer of a bundled document which file it came from.
 *
 * A bundler keeps no record of that, so both sides are walked together: where the source has a `$ref`, the bundled
 * document has either a `$ref` into itself or the target in its place, and from there on the target's file goes on.
 */
export function createSourceMap(
  root: string,
  bundled: unknown,
  read: SourceReader,
): (pointer: string) => SourcePlace | undefined {
  const places = new Map<string, SourcePlace>();

  const walk = (place: SourcePlace, source: unknown, node: unknown, pointer: string): void => {
    if (isObject(source) && typeof source.$ref === 'string') {
      const target = follow(place.file, source.$ref, read);
      if (!target) return;
      const own = isObject(node) && typeof node.$ref === 'string' ? decodePointer(node.$ref) : pointer;
      if (places.has(own)) return;
      places.set(own, target);
      walk(target, resolvePointer(target.file.value, target.pointer), resolvePointer(bundled, own), own);
      return;
    }
    for (const [key, child] of entries(source)) {
      const step = toPointer([key]).slice(1);
      const below = isObject(node) || Array.isArray(node) ? (node as Record<string, unknown>)[key] : undefined;
      if (below === undefined) continue;
      walk({ file: place.file, pointer: place.pointer + step }, child, below, pointer + step);
    }
  };

  const file = read(root);
  if (file) {
    const start = { file, pointer: '#' };
    places.set('#', start);
    walk(start, file.value, bundled, '#');
  }
  return (pointer) => nearest(places, pointer);
}

/** The place of the longest known beginning of `pointer`, with the rest of it appended. */
function nearest(places: ReadonlyMap<string, SourcePlace>, pointer: string): SourcePlace | undefined {
  const steps = fromPointer(pointer);
  for (let length = steps.length; length >= 0; length -= 1) {
    const place = places.get(toPointer(steps.slice(0, length)));
    if (place) return { file: place.file, pointer: place.pointer + toPointer(steps.slice(length)).slice(1) };
  }
  return undefined;
}

function follow(from: SourceFile, reference: string, read: SourceReader): SourcePlace | undefined {
  const [path = '', fragment = ''] = reference.split('#');
  const file = path === '' ? from : read(resolve(dirname(from.path), path));
  return file && { file, pointer: `#${fragment}` };
}

/** The one spelling that `toPointer` gives: a bundler may leave characters unescaped that it escapes. */
function decodePointer(reference: string): string {
  return toPointer(fromPointer(reference));
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

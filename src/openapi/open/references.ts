import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject } from '../../shared/json.ts';
import { eachChild, type NodeKind } from '../document-nodes.ts';
import { resolvePointer } from '../json-pointer.ts';
import type { SourceReader } from './read-source.ts';
import type { SourceFile } from './source-file.ts';

/** A place in a file. */
export interface SourcePlace {
  file: SourceFile;
  /** JSON Pointer within the file. */
  pointer: string;
}

/** The base of a reference: its file, and the nearest enclosing schema with an `$id`. */
export interface Scope {
  file: SourceFile;
  resource?: SourcePlace & { id: string };
}

/** The target of a reference: a place, a URL, or nothing. */
export type Target = (SourcePlace & { value: unknown }) | { address: string } | undefined;

/** Resolves the text of a `$ref`. Nothing is ever fetched. */
export function createResolver(read: SourceReader['read']): (reference: string, scope: Scope) => Target {
  const identifiers = new Map<SourceFile, Map<string, string>>();
  const identifiersOf = (file: SourceFile) => {
    const found = identifiers.get(file) ?? collectIdentifiers(file);
    identifiers.set(file, found);
    return found;
  };
  const at = (file: SourceFile, pointer: string): Target => {
    const value = resolvePointer(file.value, pointer);
    return value === undefined ? undefined : { file, pointer, value };
  };
  const within = ({ file, pointer }: SourcePlace, fragment: string): Target => {
    if (fragment === '') return at(file, pointer);
    if (fragment.startsWith('/')) return at(file, pointer + fragment);
    const anchor = identifiersOf(file).get(`#${fragment}`);
    return anchor === undefined ? undefined : at(file, anchor);
  };
  return (reference, scope) => {
    const [path = '', fragment = ''] = reference.split(/#(.*)/s);
    const { file, resource } = scope;
    if (path === '') return (resource && within(resource, fragment)) ?? within({ file, pointer: '#' }, fragment);
    const known = identifiersOf(file).get(absolute(path, resource?.id));
    if (known !== undefined) return within({ file, pointer: known }, fragment);
    if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(path) && !/^file:/i.test(path)) return { address: path };
    const target = pathsOf(path, file).map(read).find(Boolean);
    return target && within({ file: target, pointer: '#' }, fragment);
  };
}

/** A path may be percent-encoded, as in a URI reference, or the plain file name. */
function pathsOf(path: string, { path: from }: SourceFile): string[] {
  try {
    if (/^file:/i.test(path)) return [fileURLToPath(path)];
    return [...new Set([path, decodeURIComponent(path)])].map((one) => resolve(dirname(from), one));
  } catch {
    return [resolve(dirname(from), path)];
  }
}

/** Every `$id` (absolute, or as written) and anchor (`#name`) of a file's schemas, with its JSON Pointer. */
function collectIdentifiers({ value }: SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (kind: NodeKind, node: unknown, pointer: string, outer: string | undefined): void => {
    if (!isObject(node)) return;
    let base = outer;
    if (kind === 'schema') {
      if (typeof node.$id === 'string') {
        base = absolute(node.$id.replace(/#$/, ''), outer);
        found.set(base, pointer);
      }
      for (const name of [node.$anchor, node.$dynamicAnchor])
        if (typeof name === 'string') found.set(`#${name}`, pointer);
    }
    eachChild(kind, node, (child) => visit(child.kind, child.owner[child.key], pointer + child.below, base));
  };
  const isDocument = isObject(value) && (value.openapi !== undefined || value.components !== undefined);
  visit(isDocument ? 'document' : 'schema', value, '#', undefined);
  return found;
}

/** A reference resolved against an `$id` (RFC 3986, section 5); unchanged without one. */
export function absolute(reference: string, base: string | undefined): string {
  // Most references are relative, and no document here has an `$id`: an error for each would take a tenth of the time
  // to read.
  if (base === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(reference)) return reference;
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

import { isObject } from '../../shared/json.ts';
import { type Child, eachChild, grammar, type NodeKind } from '../document-nodes.ts';
import { fromPointer, isReference, toPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { schemasOf } from '../openapi-document.ts';
import { nameFor, sectionOf, sections } from './component-names.ts';
import type { SourceReader } from './read-source.ts';
import { absolute, createResolver, type Scope, type SourcePlace, type Target } from './references.ts';
import type { SourceFile } from './source-file.ts';

/** A document of several files as one. */
export interface BundledFiles {
  document: OpenApiDocument;
  /** The source location of a JSON Pointer into the bundled document. */
  sourceOf(pointer: string): SourcePlace;
  /** References to URLs, which are not fetched, with their places. */
  addresses: { address: string; place: SourcePlace }[];
}

/** An object in one of the files, and where it is in the bundled document. */
interface Visit {
  place: SourcePlace;
  pointer: string;
  scope: Scope;
  /** The inlined values around it, to detect a reference to itself. */
  via: readonly string[];
}

/**
 * Bundles a document of several files, in place: the target of a reference to another file becomes a component, or is
 * inlined if there is no component section for it. Unresolvable references stay. Internal references stay, too, so
 * recursive schemas remain recursive.
 *
 * A `$ref` is a reference only where OpenAPI or JSON Schema allow one. In examples, defaults and extensions it is data.
 */
export function bundleFiles(root: SourceFile, read: SourceReader['read']): BundledFiles {
  const document = root.value as OpenApiDocument;
  const resolve = createResolver(read);
  const places = new Map<string, SourcePlace>([['#', { file: root, pointer: '#' }]]);
  const names = new Map<string, string>();
  const visited = new Set<object>();
  const identified: Record<string, unknown>[] = [];
  const mappings: { mapping: Record<string, unknown>; scope: Scope; place: SourcePlace }[] = [];
  const addresses: BundledFiles['addresses'] = [];

  const visit = (kind: NodeKind, value: unknown, at: Visit): void => {
    if (!isObject(value) || visited.has(value)) return;
    visited.add(value);
    const scope = kind === 'schema' ? scopeOf(value, at) : at.scope;
    if (kind === 'schema' && identifiers.some((name) => typeof value[name] === 'string')) identified.push(value);
    for (const field of Object.keys(value)) putListInPlace(kind, value, field, { ...at, scope });
    eachChild(kind, value, (child) => enter(child, { ...below(at, child.below), scope }));
    const mapping = kind === 'schema' && isObject(value.discriminator) ? value.discriminator.mapping : undefined;
    if (isObject(mapping)) mappings.push({ mapping, scope, place: at.place });
  };

  const enter = ({ kind, owner, key }: Child, at: Visit): void => {
    const node = owner[key];
    if (!isObject(node)) return;
    if (kind === 'schema') toPlainReference(node, at.scope);
    const moved = places.get(at.pointer);
    const target = moved || typeof node.$ref !== 'string' ? undefined : follow(node.$ref, at);
    if (moved) visit(kind, node, { ...at, place: moved, scope: { file: moved.file } });
    // Keywords next to a schema's `$ref` are part of the schema.
    else if (typeof node.$ref !== 'string' || kind === 'schema') visit(kind, node, at);
    if (!target) return;
    const section = sections[kind];
    if (section === undefined) putInPlace(kind, owner, key, target, at);
    else node.$ref = referTo(kind, section, target, String(node.$ref), at);
  };

  /** The target of a reference. */
  const follow = (reference: string, { scope, place }: Visit): Exclude<Target, { address: string }> => {
    const target = resolve(reference, scope);
    if (!target || !('address' in target)) return target;
    addresses.push({ address: target.address, place: { ...place, pointer: `${place.pointer}/$ref` } });
    return undefined;
  };

  const referTo = (kind: NodeKind, section: string, target: Found, written: string, at: Visit): string => {
    const { file, pointer, value } = skipAliases(target, follow, at);
    if (file === root && /^#\/(?:components|paths|webhooks)(?:\/|$)/.test(pointer)) {
      const place = sourceOf(pointer);
      visit(kind, value, { place, pointer, scope: { file: place.file }, via: [] });
      const isDirect = at.scope.file === root && at.scope.resource === undefined && written.startsWith('#/');
      return isDirect ? written : toPointer(fromPointer(pointer));
    }
    const id = `${section} ${file.path}${toPointer(fromPointer(pointer))}`;
    const known = names.get(id);
    if (known !== undefined) return toPointer(['components', section, known]);
    const entries = sectionOf(document, section);
    const name = nameFor({ file, pointer }, entries);
    return addComponent(kind, section, name, id, { file, pointer, value });
  };

  const addComponent = (kind: NodeKind, section: string, name: string, id: string, { file, pointer, value }: Found) => {
    const copy = structuredClone(value);
    const reference = toPointer(['components', section, name]);
    names.set(id, name);
    const entries = sectionOf(document, section);
    entries[name] = copy;
    places.set(reference, { file, pointer });
    visit(kind, copy, { place: { file, pointer }, pointer: reference, scope: { file }, via: [] });
    // Its own references come first.
    delete entries[name];
    entries[name] = copy;
    return reference;
  };

  const putInPlace = (kind: NodeKind, owner: Child['owner'], key: string, target: Found, at: Visit): void => {
    const { file, pointer, value } = skipAliases(target, follow, at);
    const id = `${file.path}${pointer}`;
    if (kind === 'pathItem' && file === root && /^#\/(?:components|paths)\//.test(pointer)) return;
    if (at.via.includes(id)) return;
    const { $ref: _, ...siblings } = owner[key] as Record<string, unknown>;
    owner[key] = isObject(value) ? { ...structuredClone(value), ...siblings } : value;
    places.set(at.pointer, { file, pointer });
    visit(kind, owner[key], { ...at, place: { file, pointer }, scope: { file }, via: [...at.via, id] });
  };

  /** `paths: {$ref: paths.yaml}` is not valid OpenAPI, but common, so it is inlined. */
  const putListInPlace = (kind: NodeKind, owner: Record<string, unknown>, field: string, at: Visit): void => {
    const list = owner[field];
    const isField = Object.hasOwn(grammar[kind], field) && grammar[kind][field]?.[0] !== 'one';
    if (!isField && !(kind === 'document' && ['info', 'servers', 'tags'].includes(field))) return;
    if (!isObject(list) || typeof list.$ref !== 'string') return;
    const target = follow(list.$ref, below(at, `/${field}`));
    if (!target || target.file === at.place.file) return;
    owner[field] = structuredClone(target.value);
    places.set(`${at.pointer}/${field}`, { file: target.file, pointer: target.pointer });
    visitList(kind, owner, field, at, target.file);
  };

  const visitList = (kind: NodeKind, owner: Record<string, unknown>, field: string, at: Visit, file: SourceFile) => {
    eachChild(kind, { [field]: owner[field] }, (child) => {
      const { pointer } = below(at, child.below);
      const place = sourceOf(pointer);
      enter(child, { place, pointer, scope: { file }, via: at.via });
    });
  };

  /** Reads `$dynamicRef` as a `$ref`, as if no other schema redefined its anchor. */
  const toPlainReference = (node: Record<string, unknown>, scope: Scope): void => {
    if (typeof node.$dynamicRef !== 'string' || node.$ref !== undefined) return;
    if (!resolve(node.$dynamicRef, scope)) return;
    node.$ref = node.$dynamicRef;
    delete node.$dynamicRef;
  };

  /** A mapping contains schema names or references (OAS 3.1, section 4.8.25). */
  const rewriteMappings = (): void => {
    for (let next = mappings.shift(); next; next = mappings.shift()) {
      const { mapping, scope, place } = next;
      const at = { place, pointer: '', scope, via: [] };
      for (const [name, target] of Object.entries(mapping)) {
        if (typeof target !== 'string' || Object.hasOwn(schemasOf(document), target)) continue;
        const found = follow(target, at);
        if (found) mapping[name] = referTo('schema', 'schemas', found, target, at);
      }
    }
  };

  const sourceOf = (pointer: string): SourcePlace => {
    const steps = fromPointer(pointer);
    for (let length = steps.length; length >= 0; length -= 1) {
      const place = places.get(toPointer(steps.slice(0, length)));
      if (place) return { file: place.file, pointer: place.pointer + toPointer(steps.slice(length)).slice(1) };
    }
    return { file: root, pointer };
  };

  /** A component of the root keeps its name if it is in another file. */
  const nameComponents = (): void => {
    for (const section of Object.values(sections)) {
      const entries = isObject(document.components) ? document.components[section] : undefined;
      for (const [name, entry] of Object.entries(isObject(entries) ? entries : {})) {
        if (!isObject(entry) || typeof entry.$ref !== 'string' || Object.keys(entry).length > 1) continue;
        const at = start(root, toPointer(['components', section, name]));
        const target = follow(entry.$ref, at);
        if (!target || target.file === root) continue;
        const { file, pointer, value } = skipAliases(target, follow, at);
        const id = `${section} ${file.path}${toPointer(fromPointer(pointer))}`;
        if (file === root || names.has(id)) continue;
        names.set(id, name);
        places.set(at.pointer, { file, pointer });
        (entries as Record<string, unknown>)[name] = structuredClone(value);
      }
    }
  };

  nameComponents();
  visit('document', document, start(root, '#'));
  rewriteMappings();
  // All references are pointers now; a base URI would change their targets.
  for (const schema of identified) for (const name of identifiers) delete schema[name];
  return { document, sourceOf, addresses };
}

/** Keywords that identify a schema or its dialect. */
const identifiers = ['$id', '$anchor', '$dynamicAnchor', '$schema'];

type Found = SourcePlace & { value: unknown };

function start(file: SourceFile, pointer: string): Visit {
  return { place: { file, pointer }, pointer, scope: { file }, via: [] };
}

function below(at: Visit, steps: string): Visit {
  return { ...at, place: { file: at.place.file, pointer: at.place.pointer + steps }, pointer: at.pointer + steps };
}

/** Follows targets that consist of a reference only. */
function skipAliases(target: Found, follow: (reference: string, at: Visit) => Found | undefined, at: Visit): Found {
  const seen = new Set<unknown>();
  let last = target;
  while (isReference(last.value) && !seen.has(last.value)) {
    seen.add(last.value);
    const next = follow(last.value.$ref, { ...at, place: last, scope: { file: last.file } });
    if (!next) break;
    last = next;
  }
  return last;
}

/** References in a schema with an `$id` are resolved against that (JSON Schema 2020-12, section 8.2.1). */
function scopeOf(schema: Record<string, unknown>, { place, scope }: Visit): Scope {
  if (typeof schema.$id !== 'string') return scope;
  return { file: scope.file, resource: { ...place, id: absolute(schema.$id, scope.resource?.id) } };
}

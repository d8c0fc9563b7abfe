import { resolve } from 'node:path';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Contract } from './contract.ts';
import { bundleFiles } from './open/bundle-files.ts';
import type { Position } from './open/locate.ts';
import { createSourceReader } from './open/read-source.ts';
import type { SourceFile } from './open/source-file.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { keepContract, readContract } from './read/read-contract.ts';
import type { Repair } from './repair/repair.ts';
import { type UpgradedDocument, upgradeDocument } from './upgrade-document.ts';

/** A place in a file of a document. */
export interface DocumentPlace extends Position {
  /** Absolute path. */
  file: string;
}

/** A problem of a document whose other parts can still be used. */
export interface DocumentProblem extends DocumentPlace {
  /** What is wrong, and how it is handled. */
  message: string;
}

/** An OpenAPI document read from files. */
export interface OpenedDocument {
  /** All files as one document, in its original version and wording. All references are internal. */
  bundle: OpenApiDocument;
  /** The operations, and the repaired document in OpenAPI 3.1. */
  contract: Contract;
  /** The problems, in file order. */
  problems: DocumentProblem[];
  /** The absolute paths of its files, including referenced files that are missing. */
  files: string[];
  /** The missing ones. */
  missing: string[];
  /** A digest of the contents of these files. */
  digest: string;
  /** The source location of a JSON Pointer into `bundle`. */
  locate(pointer: string): DocumentPlace;
  /** Where a value of `contract.document` is in `bundle`. */
  origin(pointer: string): string;
}

/**
 * Reads an OpenAPI 3.0, 3.1 or 3.2 document from a YAML or JSON file and the files that it references. Every command
 * reads documents with it.
 *
 * Nothing is fetched over the network. Small faults are reported as problems with their location; only documents that
 * are not OpenAPI 3 are rejected.
 *
 * @throws {UsageError} in one line, if the file is missing, cannot be parsed, is not an OpenAPI 3 document, references
 * a URL, or is nested too deeply or too large
 */
export async function openDocument(file: string): Promise<OpenedDocument> {
  const path = resolve(file);
  const reader = createSourceReader();
  const root = reader.read(path);
  if (!root) throw new UsageError(`Cannot read ${file}: file not found.`);
  const notes = readVersions(root);
  checkVersion(root.value, file);
  const { document: bundle, sourceOf, addresses } = bundleFiles(root, reader.read);
  rejectAddresses(addresses.map(({ address, place }) => ({ address, ...toPlace(place.file, place.pointer) })));
  const upgraded = upgradeDocument(bundle);
  const locate = (pointer: string): DocumentPlace => {
    const { file, pointer: within } = sourceOf(pointer);
    return toPlace(file, within);
  };
  const repairs = upgraded.repairs.map(({ pointer, message }) => ({ message, ...locate(pointer) }));
  const read = readContract(upgraded.document);
  const faults = read.operations.some(({ stream }) => stream?.protocol) ? await protocolFaults(upgraded) : [];
  repairs.push(...faults.map(({ pointer, message }) => ({ message, ...locate(pointer) })));
  return {
    bundle,
    contract: keepContract(faults.length === 0 ? read : readContract(upgraded.document)),
    problems: sortProblems([...notes, ...warningsOf(reader.files().map(reader.read)), ...repairs]),
    files: reader.files(),
    missing: reader.missing(),
    digest: reader.digest(),
    locate,
    origin: upgraded.origin,
  };
}

function toPlace(file: SourceFile, pointer: string): DocumentPlace {
  return { file: file.path, ...file.locate(pointer) };
}

/** YAML parses `version: 1.0` as 1; only the text has the zero. */
function readVersions(file: SourceFile): DocumentProblem[] {
  const { value } = file;
  if (!isObject(value)) return [];
  const found: DocumentProblem[] = [];
  for (const [owner, field, pointer] of [
    [value, 'openapi', '#/openapi'],
    [value.info, 'version', '#/info/version'],
  ] as const) {
    if (!isObject(owner) || typeof owner[field] !== 'number') continue;
    const text = file.textAt(pointer) ?? String(owner[field]);
    found.push({ message: `\`${field}: ${text}\` must be a text: put it in quotes.`, ...toPlace(file, pointer) });
    owner[field] = text;
  }
  return found;
}

function checkVersion(value: unknown, file: string): asserts value is OpenApiDocument {
  if (isObject(value) && isKnown(value.openapi)) return;
  if (!isObject(value)) throw new UsageError(`Cannot read ${file}: it is not an OpenAPI document.`);
  const { openapi, swagger } = value;
  if (openapi === undefined && swagger !== undefined) {
    const version = String(swagger).slice(0, 20);
    throw new UsageError(`Cannot read ${file}: unsupported OpenAPI ${version}. Convert it to 3.0, 3.1 or 3.2 first.`);
  }
  const what =
    openapi === undefined ? '`openapi` is missing' : `\`openapi: ${String(openapi).slice(0, 20)}\` is unknown`;
  throw new UsageError(`Cannot read ${file}: ${what}. Expected 3.0, 3.1 or 3.2.`);
}

/** Accepts 3.0.3, 3.1, 3.2.0-rc1, and `3`, which is 3.0 as a JSON number. */
function isKnown(version: unknown): boolean {
  return /^3(?:\.[012](?:[.-].*)?)?$/.test(String(version).trim());
}

function rejectAddresses(found: readonly (DocumentPlace & { address: string })[]): void {
  const [first, ...rest] = found;
  if (!first) return;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  throw new UsageError(
    `${first.file}:${first.line}:${first.column}: \`$ref\` to ${first.address}${more} is not fetched; save it as a file and refer to that.`,
  );
}

function warningsOf(files: readonly (SourceFile | undefined)[]): DocumentProblem[] {
  return files.flatMap((file) => file?.warnings.map((warning) => ({ file: file.path, ...warning })) ?? []);
}

function sortProblems(problems: readonly DocumentProblem[]): DocumentProblem[] {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].sort(
    (one, other) =>
      (one.file === other.file ? 0 : one.file < other.file ? -1 : 1) ||
      one.line - other.line ||
      one.column - other.column,
  );
}

/** Loaded for documents with stream protocols only. */
async function protocolFaults({ document, origin }: UpgradedDocument): Promise<Repair[]> {
  const { ignoreInvalidProtocols } = await import('./open/protocol-faults.ts');
  return ignoreInvalidProtocols(document).map(({ pointer, message }) => ({ pointer: origin(pointer), message }));
}

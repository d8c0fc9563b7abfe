import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { displayPath } from '../lint/formats/display-path.ts';
import { type OpenedDocument, openDocument } from '../openapi/open-document.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Place } from './change.ts';
import { checkOut, resolveRevision } from './git-revision.ts';

/** One of two versions of a contract, ready to be compared. */
export interface Version {
  /** As the user named it. */
  name: string;
  /** In OpenAPI 3.1; all references point into it. */
  document: OpenApiDocument;
  /** Where the value of a JSON Pointer into `document` was written by hand. */
  locate(pointer: string): Omit<Place, 'side'>;
}

/** What `loadVersion` works with. */
export interface VersionSettings {
  /** Where files and git revisions are looked for, and paths are shown from. */
  directory: string;
  /** Absolute: the root file of the contract, which is looked up in a git revision. */
  spec: string;
}

/**
 * Loads a version that is named by a file, by a git revision (`main`, `v1.2`, `HEAD~3`), or by both (`main:api.yaml`).
 * A file wins where a name is both.
 *
 * @throws {UsageError} if the name is neither, or no contract stands there
 */
export async function loadVersion(name: string, settings: VersionSettings): Promise<Version> {
  const { directory, spec } = settings;
  const file = resolve(directory, name);
  if (existsSync(file)) {
    return readVersion(name, await openDocument(file), (path) => displayPath(directory, path));
  }
  const [revision = '', path] = name.split(/:(.*)/s);
  // The repository is that of the contract, from wherever the command is called.
  const folder = path === undefined && existsSync(dirname(spec)) ? dirname(spec) : directory;
  const commit = await resolveRevision(folder, revision);
  if (commit === undefined) {
    throw new UsageError(`${name} is neither a file nor a git revision: name an OpenAPI document, or a branch or tag.`);
  }
  const wanted = path === undefined ? spec : resolve(directory, path);
  const checkedOut = await checkOut(folder, commit, wanted, revision);
  try {
    return readVersion(name, await openDocument(checkedOut.file), (one) => `${revision}:${checkedOut.pathOf(one)}`);
  } finally {
    await checkedOut.remove();
  }
}

function readVersion(name: string, opened: OpenedDocument, show: (file: string) => string): Version {
  return {
    name,
    document: opened.contract.document,
    locate(pointer) {
      const { file, line, column } = opened.locate(opened.origin(pointer));
      return { file: show(file), line, column };
    },
  };
}

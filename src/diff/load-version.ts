import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { displayPath } from '../lint/formats/display-path.ts';
import { type OpenedDocument, openDocument } from '../openapi/open-document.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Place } from './change.ts';
import { checkOut, resolveRevision } from './git-revision.ts';

/** One of two versions of a contract, ready for comparison. */
export interface Version {
  /** Its name, as the user wrote it. */
  name: string;
  /** In OpenAPI 3.1, without external references. */
  document: OpenApiDocument;
  /** The source location of a JSON Pointer into `document`. */
  locate(pointer: string): Omit<Place, 'side'>;
}

/** The dependencies of `loadVersion`. */
export interface VersionSettings {
  /** The folder in which files and git revisions are looked up, and the base of shown paths. */
  directory: string;
  /** Absolute path of the contract's root file, which is looked up in git revisions. */
  spec: string;
}

/**
 * Loads a version named by a file, a git revision (`main`, `v1.2`, `HEAD~3`), or both (`main:api.yaml`). A file has
 * precedence over a revision of the same name.
 *
 * @throws {UsageError} if the name is neither, or there is no contract
 */
export async function loadVersion(name: string, settings: VersionSettings): Promise<Version> {
  const { directory, spec } = settings;
  const file = resolve(directory, name);
  if (existsSync(file)) {
    return readVersion(name, await openDocument(file), (path) => displayPath(directory, path));
  }
  const [revision = '', path] = name.split(/:(.*)/s);
  // The repository of the contract, whatever the working directory.
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

import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../../shared/usage-error.ts';
import { digestText } from './digest.ts';
import { type Problem, parseSourceFile, type SourceFile } from './source-file.ts';

/** A file that cannot be parsed. */
export class UnreadableFile extends UsageError {
  readonly file: string;
  readonly problem: Problem;

  constructor(file: string, problem: Problem) {
    super(`Cannot read ${file}:${problem.line}:${problem.column}: ${problem.message.replaceAll(/\s+/g, ' ')}.`);
    this.file = file;
    this.problem = problem;
  }
}

/** Maximum size of a file in bytes: parsing needs a multiple of it in memory. */
const longest = 64 * 1024 * 1024;

/** Reads the files of a document, each once. */
export interface SourceReader {
  /**
   * The file at an absolute path; `undefined` if there is none.
   *
   * @throws {UnreadableFile} if it cannot be parsed, in one line with the place
   */
  read(path: string): SourceFile | undefined;
  /** The absolute paths of all files that were read, and of those that were not found. */
  files(): string[];
  /** A digest of the contents of all these files. */
  digest(): string;
  /** The absolute paths of the files that were not found. */
  missing(): string[];
}

/** Creates a reader that reads each file once. */
export function createSourceReader(): SourceReader {
  const files = new Map<string, SourceFile | undefined>();
  const digests = new Map<string, string>();
  return {
    read(path) {
      if (!files.has(path)) {
        const text = readSourceText(path);
        digests.set(path, digestText(text));
        files.set(path, text === undefined ? undefined : parseSource(path, text));
      }
      return files.get(path);
    },
    digest: () => [...digests].map(([path, digest]) => `${path} ${digest}`).join('\n'),
    files: () => [...files.keys()],
    missing: () => [...files].flatMap(([path, file]) => (file ? [] : [path])),
  };
}

function parseSource(path: string, text: string): SourceFile {
  const file = parseSourceFile(path, text);
  if (!file.problem || !/\.(?:json|ya?ml)$|^[^.]*$/i.test(path.split('/').at(-1)!)) return file;
  throw new UnreadableFile(path, file.problem);
}

/**
 * The text of a file; `undefined` if it does not exist. Pipes and devices are rejected: they may never end.
 *
 * @throws {UsageError} if it cannot be read, or is too large
 */
export function readSourceText(path: string): string | undefined {
  try {
    const { size, isFile } = describe(path);
    if (!isFile) return undefined;
    if (size > longest) throw new UsageError(`Cannot read ${path}: it exceeds the maximum of ${longest} bytes.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') return undefined;
    throw new UsageError(`Cannot read ${path} (${code}).`);
  }
}

function describe(path: string): { size: number; isFile: boolean } {
  const entry = statSync(path);
  return { size: entry.size, isFile: entry.isFile() };
}

import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { fromPointer } from '../openapi/json-pointer.ts';

/** A place in a file, both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A YAML or JSON file that was read, and where in it each value stands. */
export interface SourceFile {
  path: string;
  /** `undefined` where the file is not YAML. */
  value: unknown;
  /** Why it is not YAML, and where. */
  problem?: Position & { message: string };
  /** Where the value of a JSON Pointer stands: its key, or the nearest ancestor's where there is no such value. */
  locate(pointer: string): Position;
}

/** Parses YAML, of which JSON is a part. It never throws: what is wrong with the text is the file's `problem`. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  return {
    path,
    value: error ? undefined : document.toJS(),
    ...(error ? { problem: { message: error.message, ...at(error.pos[0]) } } : {}),
    locate: (pointer) => at(offsetOf(document.contents, fromPointer(pointer))),
  };
}

/** The file of an absolute path, or `undefined` where there is none. */
export type SourceReader = (path: string) => SourceFile | undefined;

/** A reader that goes to the disk once for each file. */
export function createSourceReader(): SourceReader {
  const files = new Map<string, SourceFile | undefined>();
  return (path) => {
    if (!files.has(path)) files.set(path, readSourceFile(path));
    return files.get(path);
  };
}

function readSourceFile(path: string): SourceFile | undefined {
  try {
    return parseSourceFile(path, readFileSync(path, 'utf8'));
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function offsetOf(root: unknown, steps: readonly string[]): number {
  let node = root;
  let offset = (root as Node | null)?.range?.[0] ?? 0;
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!node) return offset;
      offset = (node as Node).range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** A change of one file of `spec/`: `text` occurs exactly once and is replaced. */
export interface Edit {
  /** Relative to `spec/`. */
  file: string;
  text: string;
  by: string;
}

/** Copies of `spec/` in a temporary folder, each with its own changes. */
export interface SpecCopies {
  /** @returns the absolute path of the copy's folder */
  make(name: string, edits: readonly Edit[]): string;
  remove(): void;
}

/** Creates copies of the contract for a test to change. */
export function createSpecCopies(): SpecCopies {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'chat-contract-spec-'));
  return {
    make: (name, edits) => {
      const copy = join(folder, name);
      cpSync(join(packageRoot, 'spec'), copy, { recursive: true });
      for (const { file, text, by } of edits) {
        const before = readFileSync(join(copy, file), 'utf8');
        if (before.split(text).length !== 2) throw new Error(`spec/${file} does not have exactly once: ${text}`);
        writeFileSync(
          join(copy, file),
          before.replace(text, () => by),
        );
      }
      return copy;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageRoot } from '../shared/package-root.ts';

/** The rules for a document. */
export interface RuleSet {
  /** True for the rules of this project, which apply to its own contract. */
  isHouse: boolean;
  /** Redocly's configuration (default: `recommended`). */
  redocly?: string;
  /** Spectral's ruleset (default: `spectral:oas`). */
  spectral?: string;
}

/** The files of this project. */
export const houseRules: RuleSet = {
  isHouse: true,
  redocly: join(packageRoot, 'redocly.yaml'),
  spectral: join(packageRoot, '.spectral.yaml'),
};

/** The names of these files for Redocly and Spectral. */
const redoclyNames = ['redocly.yaml', 'redocly.yml', '.redocly.yaml', '.redocly.yml'];
const spectralNames = ['yaml', 'yml', 'json', 'js'].flatMap((end) => [`.spectral.${end}`, `spectral.${end}`]);

/**
 * The user's own rules: the files in the working directory, where Redocly and Spectral look for them, else those next
 * to the first document.
 */
export function findUserRules(files: readonly string[], directory: string): RuleSet {
  // A clone of this project contains its own rules, which apply to its own contract.
  const folders = [directory, ...files.map(dirname)].filter((folder) => resolve(folder) !== resolve(packageRoot));
  const find = (names: readonly string[]) => {
    const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
    return paths.find((path) => existsSync(path));
  };
  const [redocly, spectral] = [find(redoclyNames), find(spectralNames)];
  return { isHouse: false, ...(redocly ? { redocly } : {}), ...(spectral ? { spectral } : {}) };
}

/** True for the documents of this project. */
export function isOwnDocument(file: string): boolean {
  return ['spec', 'generated'].some((folder) => resolve(file).startsWith(join(packageRoot, folder, '/')));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** The text of a built-in scenario. The builds for Node read its file instead of `generated/`. */
export function builtInScenarioText(file: string): string {
  return readFileSync(join(packageRoot, 'mock/fixtures', file), 'utf8');
}

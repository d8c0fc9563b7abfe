import { readFileSync } from 'node:fs';
import type { Platform } from '../mock-options.ts';
import { readConsoleFile } from './console-folder.ts';
import { createPrism } from './prism.ts';

/** Files, Prism and the console. */
export const nodePlatform: Platform = {
  readFile: (file) => readFileSync(file, 'utf8'),
  createDynamic: createPrism,
  readConsoleFile,
};

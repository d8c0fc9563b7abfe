import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../shared/package-root.ts';

const source = join(packageRoot, 'spec/openapi.yaml');

/** False in an installed package, which has the bundled contract only. */
export const isClone: boolean = existsSync(source);

/** The file of the Chat API's contract. */
export const ownContract: string = isClone ? source : join(packageRoot, 'generated/openapi.json');

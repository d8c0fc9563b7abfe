import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../shared/package-root.ts';
import type { OpenApiDocument } from '../openapi-document.ts';

let document: OpenApiDocument | undefined;

/**
 * `chatApiDocument` of `generated/` in the builds for Node: parsing the file is faster than compiling and running it as
 * code.
 */
export function chatApiDocument(): OpenApiDocument {
  document ??= JSON.parse(readFileSync(join(packageRoot, 'generated/openapi.json'), 'utf8')) as OpenApiDocument;
  return document;
}

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readWholeDocument } from '../openapi/read-whole-document.ts';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { checkSpecFiles } from './check-spec-files.ts';

/** A document, and where it came from. */
export interface ReadSpec {
  document: OpenApiDocument;
  /** The absolute paths of every file that it is made of. */
  files: string[];
}

/**
 * Reads `--spec`. A bundled JSON document is taken as it is; anything else is bundled by Redocly, which is loaded only
 * then.
 *
 * @throws {UsageError} naming the file, the line and what is wrong there
 */
export async function readSpec(file: string): Promise<ReadSpec> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--spec ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  await checkSpecFiles(file);
  const whole = readWholeDocument(text);
  const read = whole ? { document: whole, files: [resolve(file)] } : await bundleSpec(file);
  return { document: checkDocument(read.document, file), files: read.files };
}

async function bundleSpec(file: string): Promise<{ document: unknown; files: string[] }> {
  const { bundle, createConfig, lint, getLineColLocation } = await loadRedocly(file);
  try {
    // The structure is judged too: what is no OpenAPI would be served as something else than was meant.
    const config = await createConfig({ rules: { struct: 'error', 'no-unresolved-refs': 'error' } });
    const [{ bundle: result, fileDependencies, problems }, findings] = await Promise.all([
      bundle({ ref: file, config }),
      lint({ ref: file, config }),
    ]);
    const problem = [...problems, ...findings].find((one) => one.severity === 'error' && !isHarmless(one));
    if (problem?.location[0]) {
      const { source, start } = getLineColLocation(problem.location[0]);
      throw new Error(`${source.absoluteRef}:${start.line}:${start.col}: ${problem.message}`);
    }
    if (problem) throw new Error(problem.message);
    return { document: result.parsed, files: [resolve(file), ...fileDependencies].filter((one) => existsSync(one)) };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
    throw new UsageError(`--spec ${file} cannot be bundled: ${reason}`);
  }
}

/**
 * A bare name in a discriminator's mapping is that of a schema, and no file that is missing. In a field that nobody knows
 * there is nothing to be served otherwise than was meant.
 */
function isHarmless({
  message,
  location: [place],
}: {
  message: string;
  location: { pointer?: string | undefined }[];
}): boolean {
  return (
    place?.pointer?.includes('/discriminator/mapping/') === true || /^Property `.*` is not expected here/.test(message)
  );
}

/** Redocly is a development dependency: whoever only serves the project's own contract needs none of it. */
async function loadRedocly(file: string) {
  try {
    return await import('@redocly/openapi-core');
  } catch {
    throw new UsageError(`--spec ${file} has to be bundled: npm install --save-dev @redocly/openapi-core`);
  }
}

function checkDocument(document: unknown, file: string): OpenApiDocument {
  const version = isObject(document) ? document.openapi : undefined;
  if (isObject(document) && typeof version === 'string' && isObject(document.paths)) return document;
  throw new UsageError(`--spec ${file} is not an OpenAPI 3 document: it needs openapi and paths.`);
}

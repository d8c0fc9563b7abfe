import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readWholeDocument } from '../openapi/read-whole-document.ts';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { loadDevelopmentDependency } from './load-development-dependency.ts';

/**
 * Reads an OpenAPI document that is spread over files, and puts it into one whose references all point into itself.
 *
 * @throws {UsageError} where the file is missing, is no OpenAPI document, or refers to what is not there
 */
export async function bundleSpec(file: string): Promise<OpenApiDocument> {
  if (!existsSync(file)) throw new UsageError(`There is no contract at ${file}: name its root file with --spec.`);
  return checkVersion(readWholeDocument(await readText(file)) ?? (await bundleFiles(file)), file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The contract ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function bundleFiles(file: string): Promise<unknown> {
  const { bundle, createConfig } = await loadDevelopmentDependency(
    '@redocly/openapi-core',
    () => import('@redocly/openapi-core'),
  );
  const result = await bundle({ ref: file, config: await createConfig({}) }).catch((error: Error) => {
    throw new UsageError(`The contract ${file} cannot be read: ${firstLine(error.message)}`);
  });
  const problem = result.problems.find(({ severity }) => severity === 'error');
  if (problem) {
    const place = problem.location[0];
    const where = place ? `${place.source.absoluteRef}${place.pointer ?? ''}` : file;
    throw new UsageError(`The contract has an error at ${where}: ${firstLine(problem.message)}`);
  }
  return result.bundle.parsed;
}

function checkVersion(document: unknown, file: string): OpenApiDocument {
  if (!isObject(document) || !/^3\.[012]\./.test(String(document.openapi))) {
    throw new UsageError(`${file} is no OpenAPI document of version 3.0, 3.1 or 3.2: see its field openapi.`);
  }
  return document;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

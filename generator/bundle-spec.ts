import { existsSync } from 'node:fs';
import type { OpenApiDocument } from '../lib/contract.ts';
import { isObject } from '../lib/json.ts';
import { UsageError } from '../lib/usage-error.ts';
import { loadDevelopmentDependency } from './load-development-dependency.ts';

/**
 * Reads an OpenAPI document that is spread over files, and puts it into one whose references all point into itself.
 *
 * @throws {UsageError} where the file is missing, is no OpenAPI document, or refers to what is not there
 */
export async function bundleSpec(file: string): Promise<OpenApiDocument> {
  if (!existsSync(file)) throw new UsageError(`There is no contract at ${file}: name its root file with --spec.`);
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
  const document: unknown = result.bundle.parsed;
  if (!isObject(document) || !/^3\.[012]\./.test(String(document.openapi))) {
    throw new UsageError(`${file} is no OpenAPI document of version 3.0, 3.1 or 3.2: see its field openapi.`);
  }
  return document;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

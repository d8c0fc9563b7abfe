import { chatApiDocument } from '../../generated/chat-api-document.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { checkScenario } from './check-scenario.ts';
import { findEqualConditions } from './equal-conditions.ts';
import { parseScenarios, type ScenarioFile } from './read-scenarios.ts';
import { describeConditions, type Scenario, type ScenarioProblem } from './scenario.ts';

/** The result of a check of scenario files. */
export interface ScenarioReport {
  /** Sorted by name, with the conditions for automatic selection. */
  scenarios: { name: string; title: string; when: string[] }[];
  problems: ScenarioProblem[];
  /** Responses that are never selected, because others have the same conditions. */
  warnings: ScenarioProblem[];
}

/**
 * Checks scenario files against a document, as a mock does when it loads them: syntax, placeholders, schemas and the
 * protocol of the stream.
 *
 * @example
 * ```ts
 * import { checkScenarioFiles, readScenarioFolder } from 'chat-contract/mock';
 *
 * const { problems } = checkScenarioFiles(readScenarioFolder('scenarios'));
 * for (const { file, line, message } of problems) console.log(`${file}:${line}: ${message}`);
 * ```
 */
export function checkScenarioFiles(files: readonly ScenarioFile[], given?: OpenApiDocument): ScenarioReport {
  const contract = readContract(given ?? chatApiDocument());
  const validate = createSchemaValidator(contract.document);
  const { scenarios, problems } = parseScenarios(files);
  const readable = scenarios.filter(({ responses }) => !problems.some(({ file }) => file === responses[0]!.place.file));
  const found = readable.flatMap((scenario) => checkScenario(scenario, { contract, validate }).problems);
  const sorted = [...problems, ...found].sort((one, other) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  );
  return { scenarios: scenarios.map(describe), problems: sorted, warnings: findEqualConditions(scenarios) };
}

function describe({ name, title, responses }: Scenario): ScenarioReport['scenarios'][number] {
  return { name, title, when: responses.map(({ conditions }) => describeConditions(conditions)).filter(Boolean) };
}

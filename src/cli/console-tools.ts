import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import { runContractTests } from '../../contract-tests/run/run-contract-tests.ts';
import { chatApiDocument } from '../../generated/chat-api-document.ts';
import type { ConsoleTools } from '../../mock/control/console-tools.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { drawSeed } from './contract-test/draw-seed.ts';

/**
 * The console's tools beyond the mock: the documentation page and contract-test runs.
 *
 * @param document the contract (default: the project's own)
 */
export function createConsoleTools(document: OpenApiDocument = chatApiDocument()): ConsoleTools {
  return {
    async buildDocs(signal) {
      const { buildPage } = await import('../docs/build-page.ts');
      return buildPage(readContract(document).document, signal);
    },
    async runContractTests(request, tell, signal) {
      const { report } = await runContractTests(
        { ...request, contract: readContract(document), seed: drawSeed() },
        {
          signal,
          onProgress: (progress) => tell('progress', progress),
          onOutcome: (outcome, { title }) => tell('outcome', describeOutcome(outcome, title)),
        },
      );
      tell('report', report);
    },
  };
}

function describeOutcome({ rule, status, violations }: Outcome, title: string) {
  return {
    rule,
    title,
    status,
    violations: violations.map(({ exchange: _, ...violation }) => violation),
  };
}

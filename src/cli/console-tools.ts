import { buildReport } from '../../contract-tests/report/report.ts';
import { rulesFor } from '../../contract-tests/rules/support/rules-for.ts';
import {
  createRuleContext,
  evaluate,
  type Judgement,
  type Outcome,
  probesFor,
} from '../../contract-tests/run/evaluate.ts';
import { observe } from '../../contract-tests/run/observe.ts';
import { defaultOptions, type RunOptions } from '../../contract-tests/run/run-options.ts';
import ownDocument from '../../generated/openapi.json' with { type: 'json' };
import type { ConsoleTools, ContractRunRequest } from '../../mock/control/console-tools.ts';
import { readContract } from '../openapi/contract.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { systemClock } from '../shared/clock.ts';
import { UsageError } from '../shared/usage-error.ts';

/**
 * What the mock's console shows beside the mock: the contract's page, and runs of the contract tests.
 *
 * @param document the project's own contract where left out
 */
export function createConsoleTools(document: OpenApiDocument = ownDocument): ConsoleTools {
  return {
    async buildDocs(signal) {
      const { buildPage } = await import('../docs/build-page.ts');
      return buildPage(readContract(document).document, signal);
    },
    async runContractTests(request, tell, signal) {
      const contract = readContract(document);
      const asked = rulesFor(contract).applicable.filter(
        ({ id }) => request.rules === undefined || request.rules.includes(id),
      );
      if (asked.length === 0) throw new UsageError('There is no such rule; `chat-contract rules` lists them.');
      const judgement: Judgement = { strict: request.strict === true };
      const run = runOptionsOf(request, contract);
      const seen = await observe(run, probesFor(asked), {
        clock: systemClock,
        signal,
        onExchange: ({ number, operation }, turns) => tell('progress', { requests: number, turns, operation }),
      });
      const context = createRuleContext(contract.document, seen);
      const outcomes: Outcome[] = [];
      for (const rule of asked) {
        // The mock that this runs in may be the server that is tried: it gets its turn between the rules.
        await new Promise((resolve) => setImmediate(resolve));
        const outcome = evaluate(rule, context, judgement);
        outcomes.push(outcome);
        const violations = outcome.violations.map(({ exchange: _, ...violation }) => violation);
        tell('outcome', { rule: rule.id, title: rule.title, verdict: verdicts[outcome.status], violations });
      }
      tell('report', buildReport(seen, outcomes, { contract, judgement, seed: run.seed }));
    },
  };
}

const verdicts = { kept: 'passed', violated: 'violated', warned: 'warning', 'not exercised': 'skipped' } as const;

function runOptionsOf(request: ContractRunRequest, contract: RunOptions['contract']): RunOptions {
  const { baseUrl, token, indexIds, readOnly = false, maxTurns } = request;
  return {
    ...defaultOptions,
    contract,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    indexIds: indexIds ?? defaultOptions.indexIds,
    readOnly,
    maxTurns: maxTurns ?? defaultOptions.maxTurns,
    seed: Math.floor(Math.random() * 1_000_000),
    ...(token === undefined ? {} : { token }),
  };
}

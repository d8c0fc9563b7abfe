import type { Contract } from '../../src/openapi/contract.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { buildReport, type Report } from '../report/report.ts';
import type { Rule } from '../rules/rule.ts';
import { rulesFor } from '../rules/support/rules-for.ts';
import { createRuleContext, evaluate, type Judgement, type Outcome, probesFor, violationKey } from './evaluate.ts';
import type { Observations } from './observations.ts';
import { type ObserveDependencies, observe } from './observe.ts';
import { planRun } from './plan.ts';
import { defaultOptions, type RunOptions } from './run-options.ts';

/** What to test and how. Everything but the server and its contract has a default. */
export interface ContractTestRunOptions extends Partial<Omit<RunOptions, 'baseUrl' | 'contract'>> {
  /** The server under test. */
  baseUrl: string;
  contract: Contract;
  /** Ids of the rules to check; all that apply to the contract by default. */
  rules?: readonly string[];
  /** Violations of assumed rules are errors instead of warnings. */
  strict?: boolean;
  /** A rule that could not be checked fails the run. */
  failOnUnexercised?: boolean;
  /** An earlier report: its violations do not fail this run, and its seed is used again. */
  baseline?: Pick<Report, 'violations' | 'seed'>;
}

/** The run's connections to the outside, each with a default. */
export interface ContractTestRunIo extends Partial<ObserveDependencies> {
  /** Called with the outcome of each rule. */
  onOutcome?(outcome: Outcome, rule: Rule): void;
}

/** A finished run. */
export interface ContractTestRun {
  report: Report;
  outcomes: Outcome[];
  /** All observations of the server. */
  seen: Observations;
}

/**
 * Runs the contract tests against a server: sends the requests that the selected rules need, evaluates each rule and
 * builds the report. Whatever the run creates on the server is deleted before it returns.
 *
 * @throws {UsageError} if the server cannot be tested at all, or `rules` selects none or an unknown rule
 */
export async function runContractTests(
  options: ContractTestRunOptions,
  { onOutcome, ...io }: ContractTestRunIo = {},
): Promise<ContractTestRun> {
  const { contract } = options;
  const rules = selectRules(options);
  const run = completeOptions(options);
  const judgement = judgementOf(options);
  const seen = await observe(run, probesFor(rules), {
    clock: systemClock,
    signal: new AbortController().signal,
    ...io,
  });
  const context = createRuleContext(contract.document, seen);
  const outcomes: Outcome[] = [];
  for (const rule of rules) {
    // The server under test may run in this process: let it work between two rules.
    await new Promise((resolve) => setImmediate(resolve));
    const outcome = evaluate(rule, context, judgement);
    outcomes.push(outcome);
    onOutcome?.(outcome, rule);
  }
  const seed = seen.generated.length > 0 ? { seed: run.seed } : {};
  return { report: buildReport(seen, outcomes, { contract, judgement, run, ...seed }), outcomes, seen };
}

/** Describes the requests that `runContractTests` would send with the same options. Sends nothing. */
export function planContractTests(options: ContractTestRunOptions): Promise<string> {
  return planRun(completeOptions(options), probesFor(selectRules(options)));
}

/** The rules to check. @throws {UsageError} if there are none, or one is unknown or cannot be checked */
export function selectRules({ contract, rules: wanted }: Pick<ContractTestRunOptions, 'contract' | 'rules'>): Rule[] {
  const { applicable, leftOut } = rulesFor(contract);
  for (const id of wanted ?? []) {
    const missing = leftOut.find(({ rule }) => rule === id);
    if (missing) throw new UsageError(`Rule ${id} cannot be checked with this document. ${missing.reason}`);
    if (!applicable.some((rule) => rule.id === id)) {
      throw new UsageError(
        `Unknown rule ${id}. ${describeNames(
          id,
          applicable.map((rule) => rule.id),
          'chat-contract rules',
        )}`,
      );
    }
  }
  const selected = applicable.filter(({ id }) => !wanted || wanted.includes(id));
  if (selected.length === 0) throw new UsageError('No rules selected.');
  return selected;
}

function completeOptions({
  rules: _rules,
  strict: _strict,
  failOnUnexercised: _fail,
  baseline,
  ...given
}: ContractTestRunOptions): RunOptions {
  return {
    ...defaultOptions,
    ...(baseline?.seed === undefined ? {} : { seed: baseline.seed }),
    ...given,
    baseUrl: given.baseUrl.replace(/\/+$/, ''),
  };
}

function judgementOf({ strict, failOnUnexercised, excludedOperations, baseline }: ContractTestRunOptions): Judgement {
  return {
    strict: strict === true,
    failOnUnexercised: failOnUnexercised === true,
    excludedOperations: excludedOperations ?? [],
    ...(baseline ? { baseline: [...new Set(baseline.violations.map(violationKey))] } : {}),
  };
}

import type { Report } from '../../../contract-tests/report/report.ts';
import { type ReporterOptions, reporters } from '../../../contract-tests/report/reporters.ts';
import { isChatApi, streamNoun } from '../../../contract-tests/rules/support/chat-api.ts';
import { rulesFor } from '../../../contract-tests/rules/support/rules-for.ts';
import { fails } from '../../../contract-tests/run/evaluate.ts';
import {
  type ContractTestRunOptions,
  planContractTests,
  runContractTests,
} from '../../../contract-tests/run/run-contract-tests.ts';
import { chatApiDocument } from '../../../generated/chat-api-document.ts';
import type { Contract } from '../../openapi/contract.ts';
import { openDocument } from '../../openapi/open-document.ts';
import { readContract } from '../../openapi/read/read-contract.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandContext, CommandDefinition, ExitCode } from '../command.ts';
import { drawSeed } from '../contract-test/draw-seed.ts';
import { createProgress } from '../contract-test/show-progress.ts';
import { noteUnread } from '../note-unread.ts';
import { readReport } from '../read-report.ts';
import { createReportFolder, writeReports } from '../report-folder.ts';
import { formatProblems } from '../show-problems.ts';
import { readRules, readRunOptions, testOptions } from '../test-options.ts';

/** `chat-contract test`: runs the contract tests against a live server. */
export const command: CommandDefinition = {
  options: testOptions,
  examples: [
    'chat-contract test --base-url http://127.0.0.1:4010',
    'chat-contract test --base-url https://api.cloud.llamaindex.ai --index-id idx_1 --strict --report-dir report',
  ],
  async run(context) {
    const { options, stdout, color } = context;
    const folder = options.reportDir as string | undefined;
    if (folder !== undefined) createReportFolder(folder);
    const report = await runTests(context);
    if (!report) return 0;
    const how: ReporterOptions = { color, failOnUnexercised: options.failOnUnexercised === true };
    if (folder !== undefined) writeReports(folder, report, how);
    for (const name of new Set(options.reporter as string[])) stdout(reporters[name]?.(report, how) ?? '');
    return exitCodeOf(report, how);
  },
};

/** Tests the server; `undefined` if only the plan was requested. */
async function runTests(context: CommandContext): Promise<Report | undefined> {
  const { options, signal, stdout, stderr } = context;
  const spec = options.spec as string | undefined;
  const opened = spec === undefined ? undefined : await openDocument(spec);
  const contract = opened?.contract ?? readContract(chatApiDocument());
  stderr(formatProblems(opened?.problems ?? []));
  if (contract.operations.length === 0) throw new UsageError(`--spec ${spec} has no operation to test.`);
  const choice = rulesFor(contract);
  noteUnused(context, contract);
  const rules = readRules(context, choice);
  if (rules.length === 0) throw new UsageError('No rules selected. Check --rule, --include and --exclude.');
  const run: ContractTestRunOptions = {
    ...readRunOptions(context, contract),
    rules: rules.map(({ id }) => id),
    ...readJudgement(context),
  };
  if (options.plan) {
    stdout(await planContractTests(run));
    return undefined;
  }
  const progress = createProgress(stderr, context.showsProgress, streamNoun(contract));
  try {
    return (await runContractTests(run, { signal, onProgress: progress.show })).report;
  } finally {
    progress.clear();
  }
}

/** Reports which parts of the document are not tested, and which options have no effect. */
function noteUnused({ options, stderr }: CommandContext, contract: Contract): void {
  if (options.spec === undefined) return;
  for (const line of noteUnread(contract.document)) stderr(`${line}\n`);
  if (isChatApi(contract)) return;
  const unused = (['indexId', 'projectId'] as const).filter((name) => options[name] !== undefined);
  for (const name of unused) {
    stderr(`--${name === 'indexId' ? 'index-id' : 'project-id'} has no effect: it applies to the Chat API only.\n`);
  }
}

/** How violations are rated, and the seed: the given one, else that of the baseline, else a new one. */
function readJudgement({ options }: CommandContext) {
  const file = options.baseline as string | undefined;
  const baseline = file === undefined ? undefined : readReport('--baseline', file);
  return {
    strict: options.strict === true,
    failOnUnexercised: options.failOnUnexercised === true,
    seed: (options.seed as number | undefined) ?? baseline?.seed ?? drawSeed(),
    ...(baseline ? { baseline } : {}),
  };
}

function exitCodeOf(
  { conforms, violations, stopped, tried, rules }: Report,
  { failOnUnexercised }: ReporterOptions,
): ExitCode {
  if (tried?.operations === 0) return 2;
  if (!failOnUnexercised && rules.every(({ status }) => status === 'not exercised')) return 2;
  if (conforms) return 0;
  return violations.some(fails) || stopped === undefined ? 1 : 2;
}

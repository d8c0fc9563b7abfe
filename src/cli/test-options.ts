import { reporters } from '../../contract-tests/report/reporters.ts';
import { rules } from '../../contract-tests/rules/index.ts';
import type { Rule } from '../../contract-tests/rules/rule.ts';
import type { RuleChoice } from '../../contract-tests/rules/support/rules-for.ts';
import { defaultOptions, type RunOptions } from '../../contract-tests/run/run-options.ts';
import type { Contract } from '../openapi/contract.ts';
import { describeNames } from '../shared/nearest-name.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { CommandContext, OptionDefinition } from './command.ts';
import { checkNames, readPair, readPairsFile } from './contract-test/read-pairs.ts';
import { readCount } from './read-count.ts';
import { readServer } from './read-server.ts';

/** The options of `chat-contract test`. */
export const testOptions: OptionDefinition[] = [
  { flags: '--base-url <url>', description: 'URL of the server (default: LLAMA_CLOUD_BASE_URL)' },
  { flags: '--token <token>', description: 'bearer token (default: LLAMA_CLOUD_API_KEY)' },
  { flags: '--spec <file>', description: 'OpenAPI document to test against (default: the Chat API)' },
  {
    flags: '--param <name=value...>',
    description: 'value of a parameter in --spec; repeatable',
    parse: readPair('--param'),
  },
  {
    flags: '--params <file>',
    description: 'JSON file of parameter values, by name',
    parse: readPairsFile('--params'),
  },
  {
    flags: '--credential <name=value...>',
    description: 'credential for a security scheme of --spec; repeatable',
    parse: readPair('--credential'),
  },
  { flags: '--index-id <id...>', description: 'id of an index on the server; repeatable' },
  { flags: '--project-id <id>', description: 'project to work in' },
  { flags: '--strict', description: 'fail on assumed rules, too' },
  { flags: '--fail-on-unexercised', description: 'fail if a rule could not be checked' },
  { flags: '--read-only', description: 'send nothing that creates, changes or deletes' },
  { flags: '--plan', description: 'print the requests without sending them' },
  {
    flags: '--max-turns <number>',
    description: 'maximum number of turns',
    default: defaultOptions.maxTurns,
    parse: readCount('--max-turns', 0),
  },
  { flags: '--rule <id...>', description: 'check only this rule; repeatable' },
  { flags: '--include <name...>', description: 'only these operations, tags or rules' },
  { flags: '--exclude <name...>', description: 'all but these operations, tags or rules' },
  { flags: '--baseline <file>', description: 'report.json whose violations do not fail this run' },
  {
    flags: '--examples <number>',
    description: 'generated valid and invalid requests per operation',
    default: defaultOptions.examples,
    parse: readCount('--examples', 0),
  },
  {
    flags: '--seed <number>',
    description: 'repeat the generated requests of an earlier run',
    parse: readCount('--seed', 0),
  },
  {
    flags: '--reporter <name...>',
    description: `reports to print: ${Object.keys(reporters).join(', ')}; repeatable`,
    default: ['terminal'],
    choices: Object.keys(reporters),
  },
  { flags: '--report-dir <folder>', description: 'write report.json, report.html and junit.xml' },
  {
    flags: '--timeout <milliseconds>',
    description: 'maximum silence of the server',
    default: defaultOptions.timeout,
    parse: readCount('--timeout', 1),
  },
  {
    flags: '--request-timeout <milliseconds>',
    description: 'maximum time of a request (five times for streams)',
    default: defaultOptions.requestTimeout,
    parse: readCount('--request-timeout', 1),
  },
  {
    flags: '--max-duration <milliseconds>',
    description: 'maximum time of the run (default: 15 min, less if slow)',
    parse: readCount('--max-duration', 1),
  },
  {
    flags: '--concurrency <number>',
    description: 'maximum number of concurrent requests',
    default: defaultOptions.concurrency,
    parse: readCount('--concurrency', 1),
  },
  { flags: '--rate <number>', description: 'maximum requests per second', parse: readCount('--rate', 1) },
];

/** Reads the options of a run. @throws {UsageError} if an option is invalid */
export function readRunOptions(context: CommandContext, contract: Contract): Omit<RunOptions, 'seed'> {
  const { options } = context;
  const excludedOperations = readOperations(options, contract);
  return {
    contract,
    ...readServer(context),
    ...readValues(options, contract),
    indexIds: readIndexIds(options),
    readOnly: options.readOnly === true,
    maxTurns: contract.operations.some(({ id, stream }) => stream && excludedOperations.includes(id))
      ? 0
      : (options.maxTurns as number),
    timeout: options.timeout as number,
    requestTimeout: options.requestTimeout as number,
    ...(options.maxDuration === undefined ? {} : { maxDuration: options.maxDuration as number }),
    concurrency: options.concurrency as number,
    examples: options.examples as number,
    ...(options.rate === undefined ? {} : { rate: options.rate as number }),
    ...(options.projectId === undefined ? {} : { projectId: options.projectId as string }),
    ...(excludedOperations.length > 0 ? { excludedOperations } : {}),
  };
}

/** An empty id usually comes from an unset shell variable and counts as absent. */
function readIndexIds({ indexId }: CommandContext['options']): string[] {
  const given = ((indexId as string[] | undefined) ?? []).filter((id) => id !== '');
  return given.length > 0 ? given : defaultOptions.indexIds;
}

/** Values of parameters and credentials. @throws {UsageError} if the document has no such name */
function readValues({ param, params, credential }: CommandContext['options'], { operations }: Contract) {
  const values = { ...(params as Record<string, string> | undefined), ...pairsOf(param) };
  const names = operations.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  checkNames('--param', Object.keys(values), [...new Set(names)]);
  const credentials = pairsOf(credential);
  const schemes = operations.flatMap(({ security }) => security.flat().map(({ key }) => key));
  checkNames('--credential', Object.keys(credentials), [...new Set(schemes)]);
  for (const [name, value] of Object.entries(credentials)) {
    if (!/^[\x21-\x7e]+$/.test(value)) {
      throw new UsageError(`--credential ${name} is empty or contains a character that cannot be sent in a header.`);
    }
  }
  return {
    ...(Object.keys(values).length > 0 ? { params: values } : {}),
    ...(Object.keys(credentials).length > 0 ? { credentials } : {}),
  };
}

function pairsOf(pairs: unknown): Record<string, string> {
  return Object.fromEntries((pairs as [string, string][] | undefined) ?? []);
}

/** The rules that the options select. @throws {UsageError} if they name an unknown one */
export function readRules({ options }: CommandContext, { applicable, leftOut }: RuleChoice): Rule[] {
  const wanted = options.rule as string[] | undefined;
  const unknown = wanted?.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    const names = describeNames(
      unknown,
      rules.map(({ id }) => id),
      'chat-contract rules',
    );
    throw new UsageError(`Unknown --rule ${unknown}. ${names}`);
  }
  const missing = leftOut.find(({ rule }) => wanted?.includes(rule));
  if (missing) throw new UsageError(`--rule ${missing.rule} cannot be checked with this document. ${missing.reason}`);
  const isRule = (name: string) => rules.some(({ id }) => id === name);
  const included = ((options.include as string[] | undefined) ?? []).filter(isRule);
  const excluded = ((options.exclude as string[] | undefined) ?? []).filter(isRule);
  return applicable
    .filter(({ id }) => !wanted || wanted.includes(id))
    .filter(({ id }) => included.length === 0 || included.includes(id))
    .filter(({ id }) => !excluded.includes(id));
}

/** The operations that `--include` and `--exclude` skip, by operation and tag. */
function readOperations({ include, exclude }: CommandContext['options'], contract: Contract): string[] {
  const { operations } = contract;
  const matching = (option: string, names: unknown): string[] | undefined => {
    if (!Array.isArray(names)) return undefined;
    const found = names.filter((name) => !rules.some(({ id }) => id === name));
    for (const name of found) {
      if (operations.some(({ id, tags }) => id === name || tags.includes(name))) continue;
      const known = [
        ...operations.map(({ id }) => id),
        ...operations.flatMap(({ tags }) => tags),
        ...rules.map(({ id }) => id),
      ];
      throw new UsageError(
        `${option} ${name} is not an operation, tag or rule. ${describeNames(name, [...new Set(known)])}`,
      );
    }
    return operations
      .filter(({ id, tags }) => found.includes(id) || tags.some((tag) => found.includes(tag)))
      .map(({ id }) => id);
  };
  const included = matching('--include', include) ?? [];
  const excluded = matching('--exclude', exclude) ?? [];
  return operations
    .map(({ id }) => id)
    .filter((id) => excluded.includes(id) || (included.length > 0 && !included.includes(id)));
}

import { createMock, type RunningMock, readScenarioFolder, startMock } from '../../../mock/index.ts';
import type { RedisStores } from '../../../mock/node/redis-store.ts';
import { readPace } from '../../../mock/scenarios/pace.ts';
import { formatProblem, formatWarning } from '../../../mock/scenarios/scenario.ts';
import { handlers } from '../../../mock/sessions/handlers/index.ts';
import type { OpenedDocument } from '../../openapi/open-document.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { countOf, pluralize } from '../../shared/wording.ts';
import type { CommandContext, CommandDefinition } from '../command.ts';
import { listMockNames } from '../list-mock-names.ts';
import { noteUnread } from '../note-unread.ts';
import {
  controlOption,
  createRequestLog,
  drainOf,
  loadConsoleTools,
  logOption,
  readNames,
  readPort,
  untilStopped,
} from '../serve.ts';
import { formatProblems } from '../show-problems.ts';

/** `chat-contract mock`: serves a mock until it is interrupted. */
export const command: CommandDefinition = {
  options: [
    {
      flags: '--port <number>',
      description: 'port to listen on; 0 for any free one',
      default: 4010,
      parse: readPort,
    },
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    {
      flags: '--token <token>',
      description: 'require this bearer token (default: any that does not begin with "invalid")',
    },
    { flags: '--scenario <name>', description: 'default scenario, or the path of a recorded .sse file' },
    { flags: '--scenarios <folder...>', description: 'your own scenarios; reloaded when a file is saved; repeatable' },
    { flags: '--no-builtin-scenarios', description: 'leave out the scenarios that come with the mock' },
    {
      flags: '--pace <pace>',
      description: 'time streams, as in "ttft=400ms rate=40/s jitter=0.2"',
      parse: readPaceOption,
    },
    {
      flags: '--fault <name...>',
      description: 'inject a fault, such as stream-cut; repeatable',
      parse: readNames,
    },
    {
      flags: '--speed <factor>',
      description: 'playback speed multiplier, or "max"',
      default: 1,
      parse: readSpeed,
    },
    { flags: '--stateless', description: 'return examples of the contract, keep no sessions' },
    { flags: '--errors', description: 'return 500 if an example violates its schema' },
    { flags: '--seed <name>', description: 'initial sessions: demo, none, or a JSON file', default: 'demo' },
    {
      flags: '--state <where>',
      description: 'session store: memory, or redis://HOST:PORT to share it',
      default: 'memory',
      parse: readState,
    },
    { flags: '--spec <file>', description: 'OpenAPI document to serve (default: the Chat API); watched' },
    controlOption,
    logOption,
    { flags: '--list', description: 'list scenarios and faults, then exit' },
  ],
  examples: [
    'chat-contract mock --speed max --seed none',
    'chat-contract mock --scenario tool-failure --fault stream-cut',
  ],
  async run(context) {
    const { options, signal, stdout, stderr } = context;
    if (options.list === true) {
      stdout(listMockNames(await namesFor(options)));
      return 0;
    }
    const spec = options.spec as string | undefined;
    const opened = spec === undefined ? undefined : checkServable(await readSpec(spec), spec);
    const document = opened?.contract.document;
    stderr(formatProblems(opened?.problems ?? []));
    const stores = await openStores(options.state as string);
    const log = createRequestLog(context);
    const mock = await startMock({
      port: options.port as number,
      host: options.host as string,
      speed: options.speed as number | 'max',
      seed: options.seed as string,
      stateless: options.stateless === true,
      errors: options.errors === true,
      faults: ((options.fault as string[][] | undefined) ?? []).flat(),
      control: options.control as 'local' | 'any' | 'off',
      ...(options.token === undefined ? {} : { token: readToken(options.token as string) }),
      ...(options.scenario === undefined ? {} : { scenario: options.scenario as string }),
      ...(options.scenarios === undefined ? {} : { scenarios: options.scenarios as string[] }),
      ...(options.pace === undefined ? {} : { pace: options.pace as string }),
      builtinScenarios: options.builtinScenarios !== false,
      onScenarios(outcome) {
        stderr(`${describeScenarios(outcome)}\n`);
        warn();
      },
      ...(document === undefined ? {} : { document }),
      ...(options.control === 'off' ? {} : { tools: loadConsoleTools(document) }),
      ...(stores === undefined ? {} : { store: stores.open }),
      ...(log === undefined ? {} : { log }),
    }).catch(async (error) => {
      await stores?.close();
      throw error;
    });
    const warn = () => {
      for (const warning of mock.scenarioWarnings) stderr(`${formatWarning(warning)}\n`);
    };
    greet(mock, context);
    warn();
    if (document) stdout(describeOther(document, mock, options));
    const watching = spec === undefined || !opened ? undefined : await serveChanges(spec, opened, mock, context);
    // npm forwards signals that its whole process group also receives, so one Ctrl-C can arrive twice. The second one
    // must not cut the turns that the first one lets end.
    const ignore = () => {};
    process.on('SIGTERM', ignore);
    await untilStopped(signal);
    watching?.close();
    await mock.close({ drain: drainOf(signal) });
    process.removeListener('SIGTERM', ignore);
    return 0;
  },
};

/** The scenarios and faults of a mock with these options. */
async function namesFor({ spec, scenarios, builtinScenarios }: CommandContext['options']) {
  const opened = spec === undefined ? undefined : checkServable(await readSpec(spec as string), spec as string);
  const mock = createMock({
    seed: 'none',
    builtinScenarios: builtinScenarios !== false,
    ...(opened === undefined ? {} : { document: opened.contract.document }),
    ...(scenarios === undefined ? {} : { scenarios: (scenarios as string[]).flatMap(readScenarioFolder) }),
  });
  await mock.close();
  return { scenarios: mock.scenarios, faults: mock.faults };
}

function describeScenarios(outcome: { count: number } | { error: Error }): string {
  if ('count' in outcome) return `The scenarios were reloaded: ${countOf(outcome.count, 'file')}.`;
  return `The last valid scenarios stay in use. ${outcome.error.message}`;
}

/**
 * Serves the document again after each save. If it cannot be read, or one of its files is missing, the last valid
 * document stays.
 */
async function serveChanges(spec: string, first: OpenedDocument, mock: RunningMock, { stderr }: CommandContext) {
  const { watchFiles } = await import('../watch-files.ts');
  let served = first;
  let reading = Promise.resolve();
  const serve = async () => {
    try {
      const opened = await readSpec(spec);
      const lost = opened.missing.filter((file) => served.files.includes(file) && !served.missing.includes(file));
      if (lost.length > 0) throw new UsageError(`Cannot find ${lost.join(', ')}.`);
      const problems = mock.serve(checkServable(opened, spec).contract.document);
      served = opened;
      watching.set(opened.files, opened.digest);
      stderr(`${formatProblems(opened.problems)}${spec} was saved and is served.\n`);
      for (const problem of problems) stderr(`${formatProblem(problem)}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      stderr(`The last valid document is still served. ${reason}\n`);
    }
  };
  const watching = watchFiles(() => {
    reading = reading.then(serve);
  });
  watching.set(first.files, first.digest);
  return watching;
}

/** Loads the document reader on demand: the mock of the Chat API does not need it. */
async function readSpec(spec: string): Promise<OpenedDocument> {
  const { openDocument } = await import('../../openapi/open-document.ts');
  return openDocument(spec);
}

/** A document with webhooks only describes requests that the server sends: a mock would receive none. */
function checkServable(opened: OpenedDocument, spec: string): OpenedDocument {
  if (opened.contract.operations.length > 0) return opened;
  const { webhooks } = opened.contract.document;
  const why = isObject(webhooks) ? 'it only has webhooks, which the server sends' : 'it has no operations in `paths`';
  throw new UsageError(`There is nothing to serve in ${spec}: ${why}.`);
}

async function openStores(state: string): Promise<RedisStores | undefined> {
  if (state === 'memory') return undefined;
  const { connectRedisStores } = await import('../../../mock/node/redis-store.ts');
  return connectRedisStores(state);
}

/** The start message: the address, the served document, and a curl line to try. A token of the user is not repeated. */
function greet({ url, operations, scenarios }: RunningMock, { options, stdout }: CommandContext): void {
  const lines = [`The mock listens on ${url}`, ''];
  const width = Math.max(...operations.map((operation) => operation.method.length));
  for (const { method, path, summary } of operations) lines.push(`  ${method.padEnd(width)} ${path}  ${summary}`);
  if (operations.some((operation) => operation.id === 'streamMessages') && options.seed === 'demo') {
    const body = JSON.stringify({ index_ids: ['idx_annual_reports'], prompt: 'How much did revenue grow?' });
    const token = options.token === undefined ? 'any-token' : '$TOKEN';
    lines.push(
      '',
      'Watch a turn:',
      `  curl -N ${url}/api/v1/chat/ses_demo_welcome/messages/stream -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '${body}'`,
      '',
      `For another scenario, put one of these words into the prompt: ${scenarios.flatMap(({ keyword }) => (keyword === undefined ? [] : [`#${keyword}`])).join(' ')}`,
    );
  }
  if (options.control !== 'off') lines.push('', `Console: ${url}/__mock/`);
  if (isOpen(options)) {
    lines.push('', `Anyone who can reach ${options.host} can use this mock. Restrict access with --token TOKEN.`);
  }
  stdout(`${lines.join('\n')}\n\n`);
}

/** The differences for another API: the source of responses, and options without effect. */
function describeOther(
  document: OpenApiDocument,
  { operations }: RunningMock,
  options: CommandContext['options'],
): string {
  const lines = noteUnread(document);
  const own = operations.filter(({ id }) => handlers.has(id));
  if (own.length === 0) {
    lines.push(
      'Responses come from your scenarios and from the examples of the document. Sessions and seeds are for the Chat API only.',
    );
    const given = [
      ...(options.seed === 'demo' ? [] : ['--seed']),
      ...(options.state === 'memory' ? [] : ['--state']),
      ...(options.stateless ? ['--stateless'] : []),
    ];
    if (given.length > 0) lines.push(`${given.join(', ')} ${pluralize(given.length, 'has', 'have')} no effect here.`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

function isOpen({ host, token }: CommandContext['options']): boolean {
  return token === undefined && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(String(host));
}

function readSpeed(text: string): number | 'max' {
  if (text === 'max') return text;
  const speed = Number(text);
  if (text.trim() !== '' && Number.isFinite(speed) && speed >= 0) return speed;
  throw new UsageError(`--speed ${text} must be a number of at least 0, or max.`);
}

function readPaceOption(text: string): string {
  const pace = readPace(text);
  if (typeof pace === 'string') throw new UsageError(`--pace: ${pace}`);
  return text;
}

function readState(text: string): string {
  if (text === 'memory' || /^rediss?:\/\/./.test(text)) return text;
  throw new UsageError(
    `Unknown --state ${text.replace(/\/\/[^@/]*@/, '//***@')}. Expected memory or redis://HOST:PORT.`,
  );
}

/** The message does not repeat the token: it is a secret. */
function readToken(token: string): string {
  if (/^[\w.~+/-]+=*$/.test(token)) return token;
  throw new UsageError('--token must consist of letters, digits and - . _ ~ + / (RFC 6750, section 2.1).');
}

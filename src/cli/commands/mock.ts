import { type RunningMock, startMock } from '../../../mock/index.ts';
import { handlers } from '../../../mock/sessions/handlers/index.ts';
import type { RedisStores } from '../../../mock/sessions/redis-store.ts';
import { type OpenedDocument, openDocument } from '../../openapi/open-document.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandContext, CommandDefinition } from '../command.ts';
import { listMockNames } from '../list-mock-names.ts';
import { noteUnread } from '../note-unread.ts';
import { controlOption, createRequestLog, loadConsoleTools, logOption, readNames, readPort } from '../serve.ts';
import { formatProblems } from '../show-problems.ts';
import { watchFiles } from '../watch-files.ts';

/** On SIGTERM running turns may end, for so long in milliseconds. */
const drain = 10_000;

/** `chat-contract mock`: serves until it is interrupted. */
export const command: CommandDefinition = {
  options: [
    {
      flags: '--port <number>',
      description: 'port to listen on; 0 takes any free one',
      default: 4010,
      parse: readPort,
    },
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    {
      flags: '--token <token>',
      description: 'the only bearer token that is right (default: any that does not begin with "invalid")',
    },
    { flags: '--scenario <name>', description: 'what turns play, unless the prompt or a Prefer header says otherwise' },
    {
      flags: '--fault <name...>',
      description: 'break one clause of the contract; may be given again',
      parse: readNames,
    },
    {
      flags: '--speed <factor>',
      description: 'how many times faster turns play, or max',
      default: 1,
      parse: readSpeed,
    },
    { flags: '--stateless', description: 'answer everything from the examples of the contract' },
    { flags: '--seed <name>', description: 'sessions at the start: demo, none, or a JSON file', default: 'demo' },
    {
      flags: '--state <where>',
      description: 'where sessions are kept: memory, or redis://HOST:PORT to share them among mocks',
      default: 'memory',
      parse: readState,
    },
    { flags: '--spec <file>', description: 'another OpenAPI document to serve; a saved change is served at once' },
    controlOption,
    logOption,
    { flags: '--list', description: 'list scenarios and faults, and end' },
  ],
  examples: [
    'chat-contract mock --speed max --seed none',
    'chat-contract mock --scenario tool-failure --fault stream-cut',
  ],
  async run(context) {
    const { options, signal, stdout, stderr } = context;
    if (options.list === true) {
      stdout(listMockNames());
      return 0;
    }
    const spec = options.spec as string | undefined;
    const opened = spec === undefined ? undefined : checkServable(await openDocument(spec), spec);
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
      faults: ((options.fault as string[][] | undefined) ?? []).flat(),
      control: options.control as 'local' | 'any' | 'off',
      ...(options.token === undefined ? {} : { token: readToken(options.token as string) }),
      ...(options.scenario === undefined ? {} : { scenario: options.scenario as string }),
      ...(document === undefined ? {} : { document }),
      ...(options.control === 'off' ? {} : { tools: loadConsoleTools(document) }),
      ...(stores === undefined ? {} : { store: stores.open }),
      ...(log === undefined ? {} : { log }),
    }).catch(async (error) => {
      await stores?.close();
      throw error;
    });
    greet(mock, context);
    if (document) stdout(describeOther(document, mock, options));
    const watching = spec === undefined ? undefined : serveChanges(spec, opened?.files ?? [], mock, context);
    // npm passes on what its whole group was sent: the second SIGTERM of one wish must not cut what the first lets end.
    const ignore = () => {};
    process.on('SIGTERM', ignore);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    watching?.close();
    await mock.close({ drain: signal.reason === 'SIGTERM' ? drain : 0 });
    process.removeListener('SIGTERM', ignore);
    return 0;
  },
};

/** Serves what is saved. A broken save is told, and the last good one goes on. */
function serveChanges(spec: string, files: readonly string[], mock: RunningMock, { stderr }: CommandContext) {
  let reading = Promise.resolve();
  const watching = watchFiles(() => {
    reading = reading.then(async () => {
      try {
        const opened = await openDocument(spec);
        // What is watched next includes a file that is missing now.
        watching.set(opened.files);
        if (opened.missing.length > 0) throw new UsageError(`There is no file ${opened.missing.join(', ')}.`);
        mock.serve(checkServable(opened, spec).contract.document);
        stderr(`${formatProblems(opened.problems)}${spec} was saved and is served.\n`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        stderr(`The last good document is still served. ${reason}\n`);
      }
    });
  });
  watching.set(files);
  return watching;
}

/** A document of webhooks only describes what the server sends: there is nothing that a mock could receive. */
function checkServable(opened: OpenedDocument, spec: string): OpenedDocument {
  if (opened.contract.operations.length > 0) return opened;
  const { webhooks } = opened.contract.document;
  const why = isObject(webhooks) ? 'it has webhooks only, which the server sends' : 'it has no operations in `paths`';
  throw new UsageError(`There is nothing to serve in ${spec}: ${why}.`);
}

async function openStores(state: string): Promise<RedisStores | undefined> {
  if (state === 'memory') return undefined;
  const { connectRedisStores } = await import('../../../mock/sessions/redis-store.ts');
  return connectRedisStores(state);
}

/** Says where the mock is, what it serves, and a line to try. A token that was given is not repeated. */
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
      `Choose another with a word in the prompt: ${scenarios.map(({ keyword }) => `#${keyword}`).join(' ')}`,
    );
  }
  if (options.control !== 'off') lines.push('', `Watch it in a browser: ${url}/__mock/`);
  if (isOpen(options)) {
    lines.push('', `Anyone who reaches ${options.host} can use this mock; --token TOKEN closes it.`);
  }
  stdout(`${lines.join('\n')}\n\n`);
}

/** What is left out of the mock of another service, and which of the given options then mean nothing. */
function describeOther(
  document: OpenApiDocument,
  { operations }: RunningMock,
  options: CommandContext['options'],
): string {
  const lines = noteUnread(document);
  const own = operations.filter(({ id }) => handlers.has(id));
  if (own.length === 0) {
    lines.push(
      "Every answer comes from the document: sessions' life, scenarios and seeds are the Chat API's and are left out.",
    );
    const given = [
      ...(options.seed === 'demo' ? [] : ['--seed']),
      ...(options.state === 'memory' ? [] : ['--state']),
      ...(options.scenario === undefined ? [] : ['--scenario']),
      ...(options.speed === 1 ? [] : ['--speed']),
      ...(options.stateless ? ['--stateless'] : []),
    ];
    if (given.length > 0) lines.push(`${given.join(', ')} ${given.length === 1 ? 'has' : 'have'} no effect here.`);
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
  throw new UsageError(`--speed ${text} must be a number from 0 up, or max.`);
}

function readState(text: string): string {
  if (text === 'memory' || /^rediss?:\/\/./.test(text)) return text;
  throw new UsageError(
    `--state ${text.replace(/\/\/[^@/]*@/, '//***@')} is not known; there are memory and redis://HOST:PORT.`,
  );
}

/** A token with a space could not be sent; the message does not repeat it. */
function readToken(token: string): string {
  if (/^[\w.~+/-]+=*$/.test(token)) return token;
  throw new UsageError('--token must be letters, digits and - . _ ~ + / only (RFC 6750, section 2.1).');
}

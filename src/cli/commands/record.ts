import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { chatApiDocument } from '../../../generated/chat-api-document.ts';
import { readContract } from '../../openapi/read/read-contract.ts';
import { fixtureText } from '../../record/fixture-text.ts';
import { type RecordRequest, recordTurn } from '../../record/record-turn.ts';
import { systemClock } from '../../shared/clock.ts';
import { writeOutput } from '../../shared/files/make-folder.ts';
import { harmlessLine } from '../../shared/harmless.ts';
import { isMaskable, maskCredentials } from '../../shared/mask-credentials.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandContext, CommandDefinition } from '../command.ts';
import { readCount } from '../read-count.ts';
import { readServer } from '../read-server.ts';

/** `chat-contract record`: records a live turn as a scenario. */
export const command: CommandDefinition = {
  options: [
    { flags: '--base-url <url>', description: 'URL of the server (default: LLAMA_CLOUD_BASE_URL)' },
    { flags: '--token <token>', description: 'bearer token (default: LLAMA_CLOUD_API_KEY)' },
    { flags: '--prompt <text>', description: 'prompt to send' },
    { flags: '--index-id <id...>', description: 'index to search; repeatable' },
    {
      flags: '--session-id <id>',
      description: 'session to use (default: a new one, deleted afterwards)',
    },
    { flags: '--project-id <id>', description: 'project to work in' },
    { flags: '--out <file>', description: 'scenario file to write (.sse)' },
    { flags: '--placeholders', description: 'replace prompt, indexes, call ids, session and project by placeholders' },
    { flags: '--title <text>', description: 'title of the scenario' },
    { flags: '--keyword <word>', description: 'keyword that selects it in a prompt (default: file name)' },
    {
      flags: '--timeout <milliseconds>',
      description: 'maximum silence of the server',
      default: 30_000,
      parse: readCount('--timeout', 1),
    },
    {
      flags: '--request-timeout <milliseconds>',
      description: 'maximum time of the recording',
      default: 300_000,
      parse: readCount('--request-timeout', 1),
    },
  ],
  examples: [
    'chat-contract record --base-url http://127.0.0.1:4010 --index-id idx_1 --prompt "How much?" --out turn.sse',
    'chat-contract mock --scenario turn.sse',
    'chat-contract proxy --spec api.yaml --upstream URL --record scenarios   (any other API)',
  ],
  run: async (context) => {
    const { signal, stdout, stderr } = context;
    const request = readRequest(context);
    const { out, settings } = readSettings(context);
    // Checked before the turn, which costs tokens.
    writeOutput(out, '--out', '', 'a');
    const hide = (text: string) => harmlessLine(maskCredentials(text, request.token ? [request.token] : []));
    const turn = await recordTurn(request, {
      fetch: (asked) => fetch(asked),
      clock: systemClock,
      signal,
      onLeftBehind: (reason) => stderr(`${hide(reason)}\n`),
    });
    writeFileSync(out, fixtureText(turn, request, settings));
    const messages = turn.steps.filter(({ kind }) => kind === 'message').length;
    stdout(`Recorded ${messages} messages in ${out}. Play them: chat-contract mock --scenario ${out}\n`);
    if (request.token && !isMaskable(request.token)) {
      stderr('The token is shorter than 8 characters, so it is not masked. Check the file for it before sharing.\n');
    }
    for (const problem of turn.problems) stderr(`The stream violates the contract. ${hide(problem)}\n`);
    return turn.problems.length > 0 ? 1 : 0;
  },
};

function readRequest(context: CommandContext): RecordRequest {
  const { options } = context;
  const { baseUrl, token } = readServer(context);
  return {
    contract: readContract(chatApiDocument()),
    baseUrl,
    prompt: requireOption(options.prompt, '--prompt', 'what is to be asked'),
    indexIds: (options.indexId as string[] | undefined) ?? ['recorded-index'],
    timeout: options.timeout as number,
    requestTimeout: options.requestTimeout as number,
    token,
    projectId: options.projectId as string | undefined,
    sessionId: options.sessionId as string | undefined,
  };
}

function readSettings({ options }: CommandContext) {
  const out = resolve(requireOption(options.out, '--out', 'scenario file to write (.sse)'));
  if (!out.endsWith('.sse')) throw new UsageError(`--out ${out} must end in .sse.`);
  const named = options.keyword as string | undefined;
  const keyword = named ?? toKeyword(basename(out, '.sse'));
  if (!/^[a-z][a-z0-9-]*$/.test(keyword)) {
    throw new UsageError(
      `--keyword ${keyword} must consist of lower-case letters, digits and hyphens, and begin with a letter.`,
    );
  }
  const title = options.title as string | undefined;
  return { out, settings: { placeholders: options.placeholders === true, title, keyword } };
}

function toKeyword(name: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return word || 'recorded';
}

function requireOption(value: unknown, flag: string, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`${flag} is missing. Give ${what}.`);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { harmless } from '../shared/harmless.ts';
import { packageRoot } from '../shared/package-root.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { CommandDefinition, ExitCode } from './command.ts';
import { commands } from './commands.ts';

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2));

/** Runs one command and turns whatever it throws into one line and an exit code. */
async function main(argv: string[]): Promise<ExitCode> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupt.abort(signal);
      // Whoever is kept waiting by a clean end may do without it.
      process.removeAllListeners('SIGINT');
    });
  }
  let exitCode: ExitCode = 0;
  try {
    const program = await buildProgram(argv, interrupt.signal, (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      process.stderr.write(`chat-contract: ${harmless(error.message)}\n`);
      return 2;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`chat-contract: this is a fault of chat-contract itself.\n${detail}\n`);
    return 2;
  }
}

/** Commander's sentence and its suggestion as one line, with where to look. */
function oneLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return `${line}${/[.?)]$/.test(line) ? '' : '.'} See --help.`;
}

/** Only the command that is called is loaded; of the others the name and the summary are enough. */
async function buildProgram(argv: string[], signal: AbortSignal, done: (code: ExitCode) => void): Promise<Command> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const program = new Command('chat-contract')
    .description('OpenAPI contract, mock server and contract tests for a streaming chat API.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(`chat-contract: ${oneLine(text)}\n`) })
    .addHelpText('after', '\nExit codes: 0 all well, 1 violated, 2 wrong usage or not to be tried.');
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).description(summary).exitOverride();
    if (argv.includes(name)) define(command, (await load()).command, signal, done);
  }
  return program;
}

function define(
  command: Command,
  definition: CommandDefinition,
  signal: AbortSignal,
  done: (code: ExitCode) => void,
): void {
  if (definition.arguments) command.arguments(definition.arguments);
  for (const { flags, description, default: value, choices, parse } of definition.options) {
    const option = new Option(flags, description);
    if (value !== undefined) option.default(value);
    if (choices) option.choices([...choices]);
    else if (parse) {
      const many = option.variadic;
      option.argParser((text, earlier) =>
        many ? [...(Array.isArray(earlier) ? earlier : []), parse(text)] : parse(text),
      );
    }
    command.addOption(option);
  }
  if (definition.examples) {
    command.addHelpText('after', `\nExamples:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`);
  }
  command.action(async () => {
    const code = await definition.run({
      options: command.opts(),
      arguments: command.args,
      environment: process.env,
      signal,
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      color: process.stdout.isTTY === true && !process.env.NO_COLOR,
    });
    done(code);
  });
}

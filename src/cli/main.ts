import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { harmless } from '../shared/harmless.ts';
import { describeNames } from '../shared/nearest-name.ts';
import { packageRoot } from '../shared/package-root.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { CommandDefinition, ExitCode } from './command.ts';
import { commands } from './commands.ts';
import type { Io } from './io.ts';

export { type Io, type Output, openProcess } from './io.ts';

/**
 * Runs one command, and turns an error into one line and an exit code.
 *
 * @param argv the arguments after the program's name
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  try {
    const program = await buildProgram(argv, io, (code) => {
      exitCode = code;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      io.stderr.write(`chat-contract: ${harmless(error.message)}\n`);
      return 2;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(`chat-contract: internal error; please report it.\n${detail}\n`);
    return 2;
  }
}

/** Commander's error and suggestion on one line, with a pointer to the help. */
function oneLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return `${line}${/[.?)]$/.test(line) ? '' : '.'} See --help.`;
}

/** Loads only the called command; the overview needs only names and summaries. */
async function buildProgram(argv: readonly string[], io: Io, done: (code: ExitCode) => void): Promise<Command> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const program = new Command('chat-contract')
    .description('OpenAPI contract, mock server and contract tests for a streaming chat API.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`chat-contract: ${oneLine(text)}\n`),
    })
    .addHelpText('after', '\nExit codes: 0 success, 1 contract violated, 2 usage error or server unreachable.');
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).description(summary).exitOverride();
    if (argv.includes(name)) define(command, (await load()).command, io, done);
  }
  return program;
}

/** @throws {UsageError} if a value is not one of the choices */
function readChoice(flags: string, text: string, choices: readonly string[]): string {
  if (choices.includes(text)) return text;
  throw new UsageError(`Unknown ${flags.split(' ')[0]} ${text}. ${describeNames(text, choices)}`);
}

function define(command: Command, definition: CommandDefinition, io: Io, done: (code: ExitCode) => void): void {
  if (definition.arguments) command.arguments(definition.arguments);
  for (const { flags, description, default: value, choices, parse } of definition.options) {
    const option = new Option(flags, description);
    if (value !== undefined) option.default(value);
    if (choices) option.choices([...choices]);
    const read = choices ? (text: string) => readChoice(flags, text, choices) : parse;
    if (read) {
      const many = option.variadic;
      option.argParser((text, earlier) =>
        many ? [...(Array.isArray(earlier) && earlier !== value ? earlier : []), read(text)] : read(text),
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
      environment: io.environment,
      signal: io.signal,
      stdout: (text) => io.stdout.write(text),
      stderr: (text) => io.stderr.write(text),
      color: io.stdout.isTTY === true && !io.environment.NO_COLOR,
      showsProgress: io.stderr.isTTY === true,
    });
    done(code);
  });
}

/** 0: success. 1: the contract, the lint or the diff is violated. 2: usage error, or the server could not be tested. */
export type ExitCode = 0 | 1 | 2;

/** A command as data, and the function behind it. `main` parses, prints errors and exits; a command only throws. */
export interface CommandDefinition {
  /** Positional arguments as the help shows them, `BASE [HEAD]`; none by default. */
  arguments?: string;
  options: OptionDefinition[];
  /** Printed below the options by `--help`. */
  examples?: string[];
  run(context: CommandContext): Promise<ExitCode>;
}

/** One option of a command. */
export interface OptionDefinition {
  /** As commander takes them: `--port <number>`, `--strict`, `--rule <id...>`. */
  flags: string;
  description: string;
  default?: string | number | boolean | readonly string[];
  /** The only values that are taken. */
  choices?: readonly string[];
  /** Turns the text into a value. @throws {UsageError} if it cannot. */
  parse?(text: string): unknown;
}

/** Input and output of a command, handed in by `main`. */
export interface CommandContext {
  /** By camel-cased name: `--base-url` is `options.baseUrl`. */
  options: Record<string, unknown>;
  arguments: string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C or SIGTERM: end cleanly. */
  signal: AbortSignal;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** True if colour is wanted: a terminal, and no `NO_COLOR`. */
  color: boolean;
  /** True if standard error is a terminal. */
  showsProgress: boolean;
}

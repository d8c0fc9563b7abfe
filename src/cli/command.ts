/** 0: success. 1: the contract, the lint or the diff is violated. 2: usage error, or the server could not be tested. */
export type ExitCode = 0 | 1 | 2;

/** A command: its options as data, and a function. `main` parses, prints errors and exits; a command only throws. */
export interface CommandDefinition {
  /** Positional arguments as shown in the help: `BASE [HEAD]` (default: none). */
  arguments?: string;
  options: OptionDefinition[];
  /** Printed below the options by `--help`. */
  examples?: string[];
  run(context: CommandContext): Promise<ExitCode>;
}

/** One option of a command. */
export interface OptionDefinition {
  /** In commander's syntax: `--port <number>`, `--strict`, `--rule <id...>`. */
  flags: string;
  description: string;
  default?: string | number | boolean | readonly string[];
  /** The accepted values. */
  choices?: readonly string[];
  /** Parses the text. @throws {UsageError} if it is invalid */
  parse?(text: string): unknown;
}

/** What `main` passes to a command. */
export interface CommandContext {
  /** By camel-case name: `--base-url` is `options.baseUrl`. */
  options: Record<string, unknown>;
  arguments: string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** True on a terminal without `NO_COLOR`. */
  color: boolean;
  /** True if standard error is a terminal. */
  showsProgress: boolean;
}

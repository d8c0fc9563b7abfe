/** What `main` needs from its caller: output, environment variables and a stop signal. */
export interface Io {
  stdout: Output;
  stderr: Output;
  environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or SIGTERM, with the signal's name as the reason. */
  signal: AbortSignal;
}

/** A stream that text is written to. */
export interface Output {
  write(text: string): unknown;
  /** True for a terminal. */
  isTTY?: boolean;
}

/** Returns the input and output of this process, and starts to listen for its signals. */
export function openProcess(): Io {
  // A closed pipe, such as that of `head`, is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupt.abort(signal);
      // A second Ctrl-C ends the process immediately.
      process.removeAllListeners('SIGINT');
    });
  }
  return { stdout: process.stdout, stderr: process.stderr, environment: process.env, signal: interrupt.signal };
}

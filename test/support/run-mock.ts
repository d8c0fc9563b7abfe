import { expect } from 'vitest';
import type { ExitCode } from '../../src/cli/command.ts';
import { command } from '../../src/cli/commands/mock.ts';

/** Runs the command as `main` does: options with their defaults, each text read by its `parse`. */
export async function runMock(given: Record<string, string | boolean> = {}) {
  const options: Record<string, unknown> = {};
  for (const { flags, default: value, parse } of command.options) {
    const name = /--(\w+)/.exec(flags)![1]!;
    const text = given[name] ?? value;
    const many = flags.includes('...');
    if (text === undefined) continue;
    const read = typeof text === 'string' && parse ? parse(text) : text;
    options[name] = many ? [read] : read;
  }
  const interrupt = new AbortController();
  const output: string[] = [];
  const errors: string[] = [];
  const exit: Promise<ExitCode> = command.run({
    options,
    arguments: [],
    environment: {},
    signal: interrupt.signal,
    stdout: (text) => output.push(text),
    stderr: (text) => errors.push(text),
    color: false,
  });
  await Promise.race([exit, expect.poll(() => output.length, { timeout: 15_000 }).toBeGreaterThan(0)]);
  const url = /http:\S+/.exec(output[0] ?? '')?.[0] ?? '';
  return { url, output, errors, stop: () => interrupt.abort(), exit };
}

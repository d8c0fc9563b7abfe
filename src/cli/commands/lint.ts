import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isViolation } from '../../lint/finding.ts';
import { type FormatName, formats } from '../../lint/formats.ts';
import { lintContract } from '../../lint/lint-contract.ts';
import { packageRoot } from '../../shared/package-root.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandDefinition } from '../command.ts';
import { explainMissingPackage } from '../explain-missing-package.ts';

/** `chat-contract lint [FILE]`: Redocly, Spectral and our rules as one result. */
export const command: CommandDefinition = {
  arguments: '[FILE]',
  options: [
    {
      flags: '--format <name>',
      description: 'how findings are written',
      default: 'stylish',
      choices: Object.keys(formats),
    },
  ],
  examples: ['chat-contract lint', 'chat-contract lint spec/openapi.yaml --format github'],
  run: async ({ arguments: [file], options, signal, stdout, stderr, color }) => {
    const files = file === undefined ? ownFiles() : [resolve(file)];
    const findings = await lintContract({
      files,
      signal,
      onLeftOut: (sentence) => stderr(`${sentence}\n`),
    }).catch((error: unknown) => {
      if (signal.aborted) throw new UsageError('lint was interrupted.');
      throw explainMissingPackage('lint', error);
    });
    stdout(formats[options.format as FormatName](findings, { directory: process.cwd(), color }));
    return findings.some(isViolation) ? 1 : 0;
  },
};

/** The contract, and its 3.2 rendition once it was generated. */
function ownFiles(): string[] {
  const derived = join(packageRoot, 'generated/openapi-3.2.json');
  return [join(packageRoot, 'spec/openapi.yaml'), ...(existsSync(derived) ? [derived] : [])];
}

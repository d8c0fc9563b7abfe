import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isViolation } from '../../lint/finding.ts';
import { type FormatName, formats } from '../../lint/formats.ts';
import { lintContract } from '../../lint/lint-contract.ts';
import { findUserRules, houseRules, isOwnDocument } from '../../lint/rule-set.ts';
import { packageRoot } from '../../shared/package-root.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandDefinition } from '../command.ts';
import { explainMissingPackage } from '../explain-missing-package.ts';
import { isClone, ownContract } from '../own-contract.ts';

/** `chat-contract lint [FILE]`: Redocly, Spectral and our rules as one result. */
export const command: CommandDefinition = {
  arguments: '[FILE]',
  options: [
    {
      flags: '--format <name>',
      description: 'output format',
      default: 'stylish',
      choices: Object.keys(formats),
    },
    {
      flags: '--rules <set>',
      description: 'rule set (default: house for spec/, else user)',
      choices: ['house', 'user'],
    },
    {
      flags: '--fail-on <severity>',
      description: 'exit with 1 from this severity (default: warning for house rules, else error)',
      choices: ['error', 'warning'],
    },
  ],
  examples: ['chat-contract lint', 'chat-contract lint api/openapi.yaml --format github --fail-on warning'],
  run: async ({ arguments: [file], options, signal, stdout, color }) => {
    const files = [file === undefined ? ownContract : resolve(file)];
    const renditions = file === undefined ? ownRenditions() : [];
    const isHouse = options.rules === undefined ? isClone && files.every(isOwnDocument) : options.rules === 'house';
    if (isHouse && !isClone)
      throw new UsageError('The house rules only work in a clone of chat-contract. Use --rules user.');
    const rules = isHouse ? houseRules : findUserRules(files, process.cwd());
    const findings = await lintContract({ files, renditions, rules, signal }).catch((error: unknown) => {
      if (signal.aborted) throw new UsageError('lint was interrupted.');
      throw explainMissingPackage('lint', error);
    });
    stdout(formats[options.format as FormatName](findings, { directory: process.cwd(), color }));
    const isError = options.failOn === undefined ? !isHouse : options.failOn === 'error';
    return findings.some(isError ? ({ severity }) => severity === 'error' : isViolation) ? 1 : 0;
  },
};

/** The contract's generated 3.2 rendition, if it exists. */
function ownRenditions(): string[] {
  const derived = join(packageRoot, 'generated/openapi-3.2.json');
  return existsSync(derived) ? [derived] : [];
}

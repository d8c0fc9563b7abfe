import { resolve } from 'node:path';
import { isBreaking } from '../../diff/change.ts';
import { type FormatName, formats } from '../../diff/formats.ts';
import { withRedoclyDiff } from '../../diff/run-redocly-diff.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandDefinition } from '../command.ts';
import { explainMissingPackage } from '../explain-missing-package.ts';
import { ownContract } from '../own-contract.ts';

/** `chat-contract diff BASE [HEAD]`: the changes between two versions of a contract, and who is affected. */
export const command: CommandDefinition = {
  arguments: '<BASE> [HEAD]',
  options: [
    {
      flags: '--format <name>',
      description: 'output format',
      default: 'stylish',
      choices: Object.keys(formats),
    },
    {
      flags: '--fail-on <changes>',
      description: 'exit with 1 on these changes',
      default: 'breaking',
      choices: ['breaking', 'any'],
    },
    {
      flags: '--spec <file>',
      description: 'contract to compare in git revisions (default: spec/openapi.yaml)',
    },
  ],
  examples: [
    'chat-contract diff main',
    'chat-contract diff v0.1.0 HEAD --format markdown',
    'chat-contract diff old.yaml new.yaml --fail-on any',
    'chat-contract diff main --spec api/openapi.yaml --format github',
  ],
  run: async ({ arguments: names, options, signal, stdout, color }) => {
    const [base = '', given] = names;
    if (names.length > 2) throw new UsageError(`diff compares two versions, not ${names.length}.`);
    const directory = process.cwd();
    const spec = options.spec === undefined ? ownContract : resolve(String(options.spec));
    const settings = { directory, spec };
    try {
      const changes = await withRedoclyDiff(signal, async (compare) => {
        // Loaded while Redocly starts.
        const { loadVersion } = await import('../../diff/load-version.ts');
        const { compareVersions } = await import('../../diff/compare-versions.ts');
        const [before, after] = [await loadVersion(base, settings), await loadVersion(given ?? spec, settings)];
        return compareVersions(before, after, compare);
      });
      const head = given ?? (options.spec === undefined ? 'spec/openapi.yaml' : String(options.spec));
      stdout(formats[options.format as FormatName](changes, { base, head, color }));
      return changes.some((change) => options.failOn === 'any' || isBreaking(change)) ? 1 : 0;
    } catch (error) {
      if (signal.aborted) throw new UsageError('diff was interrupted.');
      throw explainMissingPackage('diff', error);
    }
  },
};

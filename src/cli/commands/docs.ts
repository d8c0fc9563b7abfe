import { resolve } from 'node:path';
import { buildPage } from '../../docs/build-page.ts';
import { openDocument } from '../../openapi/open-document.ts';
import { writeOutput } from '../../shared/files/make-folder.ts';
import { UsageError } from '../../shared/usage-error.ts';
import type { CommandDefinition } from '../command.ts';
import { explainMissingPackage } from '../explain-missing-package.ts';
import { ownContract } from '../own-contract.ts';
import { formatProblems } from '../show-problems.ts';

/** `chat-contract docs`: writes the contract as one HTML page. */
export const command: CommandDefinition = {
  options: [
    { flags: '--out <file>', description: 'HTML file to write', default: 'chat-contract.html' },
    { flags: '--spec <file>', description: 'OpenAPI document (default: the Chat API)' },
  ],
  examples: ['chat-contract docs', 'chat-contract docs --out public/api.html'],
  run: async ({ options, signal, stdout, stderr }) => {
    const spec = options.spec === undefined ? ownContract : resolve(String(options.spec));
    const out = resolve(String(options.out));
    const open = async () => {
      const { contract, problems } = await openDocument(spec);
      stderr(formatProblems(problems));
      return contract.document;
    };
    try {
      const page = await buildPage(open, signal);
      writeOutput(out, '--out', page);
      stdout(`Wrote ${options.out} (${Math.round(page.length / 1024)} KiB). The page works offline.\n`);
      return 0;
    } catch (error) {
      if (signal.aborted) throw new UsageError('docs was interrupted.');
      throw explainMissingPackage('docs', error);
    }
  },
};

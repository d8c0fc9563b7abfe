import { join, relative, resolve } from 'node:path';
import { compareFiles, type Difference } from '../../generate/compare-files.ts';
import { emitScenarios } from '../../generate/emit/emit-scenarios.ts';
import { generateFiles, generateStandAloneFiles } from '../../generate/generate-files.ts';
import { type GeneratedFile, isGenerated } from '../../generate/generated-file.ts';
import { readFolder, writeFolder } from '../../generate/generated-folder.ts';
import { openDocument } from '../../openapi/open-document.ts';
import { packageRoot } from '../../shared/package-root.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { countOf, pluralize } from '../../shared/wording.ts';
import type { CommandContext, CommandDefinition, ExitCode } from '../command.ts';
import { explainMissingPackage } from '../explain-missing-package.ts';
import { isClone, ownContract } from '../own-contract.ts';
import { formatProblems } from '../show-problems.ts';

export const command: CommandDefinition = {
  options: [
    { flags: '--check', description: 'write nothing; fail if a file is stale, missing or not generated' },
    { flags: '--spec <file>', description: 'OpenAPI document (default: the Chat API)' },
    { flags: '--out <folder>', description: 'folder for the generated files (default: generated/)' },
  ],
  examples: ['chat-contract generate --check', 'chat-contract generate --spec api.yaml --out src/api'],
  run: generate,
};

async function generate({ options, stdout, stderr }: CommandContext): Promise<ExitCode> {
  if (!isClone && (options.spec === undefined || options.out === undefined)) {
    throw new UsageError(
      'Generating requires --spec FILE and --out FOLDER. The Chat API has a ready client: chat-contract/client.',
    );
  }
  const spec = typeof options.spec === 'string' ? resolve(options.spec) : ownContract;
  const folder = typeof options.out === 'string' ? resolve(options.out) : resolve(packageRoot, 'generated');
  // Messages name the folder as the user wrote it.
  const shown = typeof options.out === 'string' ? options.out : relative(process.cwd(), folder);
  const show = (path: string) => join(shown, path);

  const files = await makeFiles(spec, options.spec !== undefined || options.out !== undefined, stderr);
  const existing = await readFolder(folder);
  const differences = compareFiles(files, existing);
  // A file without the header is the user's own, and is never removed.
  const isForeign = ({ path, kind }: Difference) => kind === 'extra' && !isGenerated(existing.get(path) ?? '');
  const mendable = differences.filter((difference) => !isForeign(difference));
  const reported = options.check ? differences : differences.filter(isForeign);

  for (const { path, kind } of reported) stderr(`${describe(kind, show(path))}\n`);
  if (options.check && differences.length > 0) return 1;

  const isExtra = ({ kind }: Difference) => kind === 'extra';
  const changed = new Set(mendable.map(({ path }) => path));
  await writeFolder(
    folder,
    files.filter(({ path }) => changed.has(path)),
    mendable.filter(isExtra).map(({ path }) => path),
  );
  for (const one of mendable) stdout(`${isExtra(one) ? 'removed' : 'wrote'} ${show(one.path)}\n`);
  if (mendable.length === 0)
    stdout(`${countOf(files.length, 'generated file')} ${pluralize(files.length, 'is', 'are')} up to date.\n`);
  return 0;
}

/** This project's own contract is used unchanged; others are adapted to what a client supports. */
async function makeFiles(spec: string, isOther: boolean, stderr: (text: string) => void): Promise<GeneratedFile[]> {
  const { bundle, contract, problems } = await openDocument(spec);
  stderr(formatProblems(problems));
  if (!isOther)
    return [
      ...(await generateFiles(bundle)),
      ...emitScenarios(await readFolder(resolve(packageRoot, 'mock/fixtures'))),
    ];
  const { files, notes } = await generateStandAloneFiles(contract.document).catch((error: unknown) => {
    throw explainMissingPackage('generate', error);
  });
  for (const note of notes) stderr(`${note}\n`);
  return files;
}

function describe(kind: Difference['kind'], path: string): string {
  if (kind === 'extra') return `${path} is not a generated file. Move or delete it.`;
  return `${path} is ${kind}: run \`chat-contract generate\` again.`;
}

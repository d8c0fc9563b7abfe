import { dirname, relative, resolve } from 'node:path';
import { compareFiles, type Difference } from '../../generate/compare-files.ts';
import { readyForClient } from '../../generate/for-other-contracts.ts';
import { generateFiles } from '../../generate/generate-files.ts';
import { isGenerated } from '../../generate/generated-file.ts';
import { readFolder, writeFolder } from '../../generate/generated-folder.ts';
import { standAlone } from '../../generate/stand-alone.ts';
import { openDocument } from '../../openapi/open-document.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { packageRoot } from '../../shared/package-root.ts';
import type { CommandContext, CommandDefinition, ExitCode } from '../command.ts';
import { formatProblems } from '../show-problems.ts';

export const command: CommandDefinition = {
  options: [
    { flags: '--check', description: 'write nothing; fail where a file is stale, missing or not made by this command' },
    { flags: '--spec <file>', description: 'root file of the contract (default: spec/openapi.yaml of this package)' },
    { flags: '--out <folder>', description: 'folder of the generated files (default: generated of this package)' },
  ],
  examples: ['chat-contract generate', 'chat-contract generate --check'],
  run: generate,
};

async function generate({ options, stdout, stderr }: CommandContext): Promise<ExitCode> {
  const spec = typeof options.spec === 'string' ? resolve(options.spec) : resolve(packageRoot, 'spec/openapi.yaml');
  const folder = typeof options.out === 'string' ? resolve(options.out) : resolve(packageRoot, 'generated');
  const show = (path: string) => relative(process.cwd(), resolve(folder, path));

  const generated = await generateFiles(await readDocument(spec, options.spec !== undefined, stderr));
  const files = dirname(folder) === resolve(packageRoot) ? generated : standAlone(generated);
  const existing = await readFolder(folder);
  const differences = compareFiles(files, existing);
  // What does not carry the header is somebody's own file, and is not removed for them.
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
  if (mendable.length === 0) stdout(`${files.length} generated files are as the contract says.\n`);
  return 0;
}

/** The project's own contract is taken as it is; what the client does not speak of another is left out, and told. */
async function readDocument(spec: string, isOther: boolean, stderr: (text: string) => void): Promise<OpenApiDocument> {
  const { bundle, contract, problems } = await openDocument(spec);
  stderr(formatProblems(problems));
  if (!isOther) return bundle;
  const { document, notes } = readyForClient(contract.document);
  for (const note of notes) stderr(`${note}\n`);
  return document;
}

function describe(kind: Difference['kind'], path: string): string {
  if (kind === 'extra') return `${path} is not made by \`npm run generate\`: move or delete it.`;
  return `${path} is ${kind}: run \`npm run generate\`.`;
}

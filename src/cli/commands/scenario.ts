import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chatApiDocument } from '../../../generated/chat-api-document.ts';
import { checkScenarioFiles, readScenarioFolder } from '../../../mock/index.ts';
import { formatProblem, formatWarning } from '../../../mock/scenarios/scenario.ts';
import { openDocument } from '../../openapi/open-document.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { writeOutput } from '../../shared/files/make-folder.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { countOf } from '../../shared/wording.ts';
import type { CommandContext, CommandDefinition, ExitCode } from '../command.ts';
import { writeStarter } from '../write-starter.ts';

/** `chat-contract scenario`: checks scenario files, or writes a new one. */
export const command: CommandDefinition = {
  arguments: '<action> <target>',
  options: [
    { flags: '--spec <file>', description: 'OpenAPI document (default: the Chat API)' },
    { flags: '--out <folder>', description: 'folder for the new file', default: '.' },
  ],
  examples: ['chat-contract scenario new refund --out scenarios', 'chat-contract scenario check scenarios'],
  async run(context) {
    const [action, target = ''] = context.arguments;
    const spec = context.options.spec as string | undefined;
    const served = spec === undefined ? chatApiDocument() : (await openDocument(spec)).contract.document;
    if (action === 'check') return check(target, served, context);
    if (action === 'new') return create(target, served, context);
    throw new UsageError(`Unknown action ${JSON.stringify(action)}. Expected "check FOLDER" or "new NAME".`);
  },
};

function check(folder: string, served: OpenApiDocument, { stdout }: CommandContext): ExitCode {
  const files = readScenarioFolder(folder);
  if (files.length === 0) throw new UsageError(`No .sse file in ${folder}.`);
  const { scenarios, problems, warnings } = checkScenarioFiles(files, served);
  for (const { name, title, when } of scenarios) {
    stdout(`${name}  ${title}${when.map((words) => ` [${words}]`).join('')}\n`);
  }
  for (const problem of problems) stdout(`${formatProblem(problem)}\n`);
  for (const warning of warnings) stdout(`${formatWarning(warning)}\n`);
  const counts = [countOf(scenarios.length, 'scenario'), countOf(problems.length, 'problem')];
  if (warnings.length > 0) counts.push(countOf(warnings.length, 'warning'));
  stdout(`${counts.join(', ')}\n`);
  return problems.length > 0 ? 1 : 0;
}

async function create(name: string, served: OpenApiDocument, { options, stdout }: CommandContext): Promise<ExitCode> {
  if (!/^[\w][\w./-]*$/.test(name) || name.split('/').includes('..')) {
    throw new UsageError(`The name ${JSON.stringify(name)} is invalid. Use letters, digits and . _ - /.`);
  }
  const short = name.replace(/\.sse$/, '');
  const file = join(options.out as string, `${short}.sse`);
  if (existsSync(file)) throw new UsageError(`${file} exists. Choose another name.`);
  const text = writeStarter(short.split('/').at(-1) as string, served);
  writeOutput(file, '--out', text);
  stdout(`Wrote ${file}. Play it: chat-contract mock --scenarios ${options.out}\n`);
  return 0;
}

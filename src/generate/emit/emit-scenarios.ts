import type { GeneratedFile } from '../generated-file.ts';

const head = `// Written by \`npm run generate\` from mock/fixtures/. Do not edit:
// change a file there and run \`npm run generate\` again.
`;

/** The built-in scenarios as a module for mocks in browsers, which cannot read files. */
export function emitScenarios(files: ReadonlyMap<string, string>): GeneratedFile {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = sorted.map(([name, text]) => `  ${JSON.stringify(name)}: ${JSON.stringify(text)},\n`);
  return {
    path: 'built-in-scenarios.ts',
    text: `${head}
/** The text of each built-in scenario, by file name. */
export const builtInScenarioFiles: Readonly<Record<string, string>> = {
${entries.join('')}};
`,
  };
}

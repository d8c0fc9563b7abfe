import type { GeneratedFile } from '../generated-file.ts';

const head = `// Written by \`npm run generate\` from mock/fixtures/. Do not edit:
// change a file there and run \`npm run generate\` again.
`;

/**
 * The built-in scenarios as modules: their first lines, which list them, and their texts, for mocks in browsers, which
 * cannot read files.
 *
 * @param files the text of each scenario, by file name
 */
export function emitScenarios(files: ReadonlyMap<string, string>): GeneratedFile[] {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const object = (part: (text: string) => string) =>
    `{\n${sorted.map(([name, text]) => `  ${JSON.stringify(name)}: ${JSON.stringify(part(text))},\n`).join('')}}`;
  return [
    {
      path: 'built-in-scenarios.ts',
      text: `${head}
/** The first lines of each built-in scenario, up to its first event, by file name. */
export const builtInScenarioHeads: Readonly<Record<string, string>> = ${object((text) => `${text.split('\n\n', 1)[0]}\n`)};
`,
    },
    {
      path: 'built-in-scenario-text.ts',
      text: `${head}
const texts: Readonly<Record<string, string>> = ${object((text) => text)};

/** The text of a built-in scenario, by file name. */
export const builtInScenarioText = (file: string): string => texts[file]!;
`,
    },
  ];
}

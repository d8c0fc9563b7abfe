/** One file that `generate` writes. */
export interface GeneratedFile {
  /** Its name in the folder of generated files, which has no folders below. */
  path: string;
  text: string;
}

/** The head of every TypeScript file. No date and no version: the same contract gives the same bytes. */
export const header = `// Written by \`npm run generate\` from spec/. Do not edit:
// change the contract in spec/ and run \`npm run generate\` again.
`;

/** A value as the text of a JSON file, its keys in the order in which they stand. */
export function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** True where a text begins as `generate` begins a TypeScript file. */
export function isGenerated(text: string): boolean {
  return text.startsWith(header.slice(0, header.indexOf('\n')));
}

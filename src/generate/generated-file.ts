/** One file that `generate` writes. */
export interface GeneratedFile {
  /** Its name in the folder of generated files, which has no subfolders. */
  path: string;
  text: string;
}

/**
 * The header of every TypeScript file of this project's own contract. It has no date and no version, so that equal
 * contracts give equal bytes.
 */
export const header = `// Written by \`npm run generate\` from spec/. Do not edit:
// change the contract in spec/ and run \`npm run generate\` again.
`;

/** The header of every TypeScript file for another document. */
export function headerFor(title: string): string {
  return `// Written by \`chat-contract generate\` from ${JSON.stringify(title.replace(/[\s\p{C}]+/gu, ' ').trim())}. Do not edit:
// change the OpenAPI document and run \`chat-contract generate --spec FILE --out FOLDER\` again.
`;
}

/** A value as the text of a JSON file, with its keys in their order. */
export function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** True if `generate` wrote a TypeScript file, by its header. */
export function isGenerated(text: string): boolean {
  return /^\/\/ Written by `(npm run|chat-contract) generate` from /.test(text);
}

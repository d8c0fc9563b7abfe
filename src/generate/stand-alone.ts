import type { GeneratedFile } from './generated-file.ts';

/** Files that name nothing of this package, for a folder outside of it: their data keep their own literal types. */
export function standAlone(files: readonly GeneratedFile[]): GeneratedFile[] {
  return files.map(({ path, text }) => ({
    path,
    text: text
      .replace(/^import type \{ \w+ \} from '\.\.\/src\/\w+\/[\w-]+\.ts';\n\n?/gm, '')
      .replace(/ satisfies Record<string, OperationDescriptor>;$/m, ';')
      .replace(
        /^(export const streamProtocols): Readonly<Record<string, StreamProtocol>> = (\{[\s\S]*\});$/m,
        '$1 = $2 as const;',
      ),
  }));
}

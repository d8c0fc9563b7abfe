import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/shared/package-root.ts';

/**
 * Checks TypeScript that stands in no file, by the rules of tsconfig.json.
 *
 * @param text is read as if it were a file of the package's folder
 * @returns one line for each error
 */
export function checkTypes(text: string): string[] {
  const file = join(packageRoot, 'checked-text.ts');
  const { config } = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageRoot);
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) =>
    path === file
      ? ts.createSourceFile(path, text, languageVersion, true)
      : getSourceFile.call(host, path, languageVersion, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0 }) => {
    const line = text.slice(0, start).split('\n').length;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/shared/package-root.ts';

/**
 * Checks TypeScript text by the rules of tsconfig.json.
 *
 * @param text is read as a file in the package's folder
 * @returns one line for each error
 */
export function checkTypes(text: string): string[] {
  const file = join(packageRoot, 'checked-text.ts');
  const options = readOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) =>
    path === file
      ? ts.createSourceFile(path, text, languageVersion, true)
      : getSourceFile.call(host, path, languageVersion, ...rest);
  return describe(ts.createProgram([file], options, host)).map(({ line, message }) => `${line}: ${message}`);
}

/**
 * Checks TypeScript files by the rules of tsconfig.json, wherever they are.
 *
 * @returns one line for each error
 */
export function checkFiles(files: readonly string[]): string[] {
  return describe(ts.createProgram(files, readOptions())).map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageRoot);
  return { ...options, typeRoots: [join(packageRoot, 'node_modules/@types')] };
}

function describe(program: ts.Program): { file: string; line: number; message: string }[] {
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText, start = 0 }) => ({
    file: file?.fileName ?? '',
    line: file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

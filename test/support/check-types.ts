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
  return checkTexts({ 'checked-text': text }).map(({ line, message }) => `${line}: ${message}`);
}

/** An error of the type checker. `file` is a path or the name of a text; `line` counts from 1. */
export interface TypeProblem {
  file: string;
  line: number;
  message: string;
}

/**
 * Checks several TypeScript texts at once, each as a module in the package's folder. Their imports are not checked.
 *
 * @param texts by name
 */
export function checkTexts(texts: Readonly<Record<string, string>>): TypeProblem[] {
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(packageRoot, `${name}.ts`), { name, text }]));
  const options = readOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const file = files.get(path);
    return file
      ? ts.createSourceFile(path, file.text, languageVersion, true)
      : getSourceFile.call(host, path, languageVersion, ...rest);
  };
  return describe(ts.createProgram([...files.keys()], options, host)).flatMap(({ file, ...problem }) => {
    const text = files.get(file);
    return text ? [{ ...problem, file: text.name }] : [];
  });
}

/**
 * Checks TypeScript files with the rules of tsconfig.json, wherever they are.
 *
 * @param options instead of those of tsconfig.json
 * @returns one line for each error
 */
export function checkFiles(files: readonly string[], options: ts.CompilerOptions = {}): string[] {
  return describe(ts.createProgram(files, { ...readOptions(), ...options })).map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
}

/** The options of tsconfig.json. */
export function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageRoot);
  return { ...options, typeRoots: [join(packageRoot, 'node_modules/@types')] };
}

function describe(program: ts.Program): TypeProblem[] {
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText, start = 0 }) => ({
    file: file?.fileName ?? '',
    line: file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

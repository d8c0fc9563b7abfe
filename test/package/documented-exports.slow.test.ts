import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { checkTexts, readOptions } from '../support/check-types.ts';
import { readBlocks } from '../support/read-blocks.ts';

const { exports: entries } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
/** Maps `chat-contract/client` to its source. */
const sources: Readonly<Record<string, readonly string[]>> = readOptions().paths ?? {};
const exported = readExports();

describe('the exports of the package', () => {
  it('match package.json, and each entry has its source in tsconfig.json', () => {
    const code = Object.keys(entries).filter((entry) => entry !== '.' && !entry.endsWith('.json'));
    expect(code.map((entry) => entry.replace('.', 'chat-contract')).sort()).toEqual(Object.keys(sources).sort());
    expect(exported.length).toBeGreaterThan(40);
  });

  it('each have a description', () => {
    const bare = exported.filter(({ summary }) => summary === '').map(({ name }) => name);
    expect(bare).toEqual([]);
  });

  it('have an example, if they are functions or classes', () => {
    const bare = exported.filter(({ callable, examples }) => callable && examples.length === 0).map(({ name }) => name);
    expect(bare).toEqual([]);
  });

  it('have examples that the type checker accepts', () => {
    const texts = exported.flatMap(({ name, examples }) =>
      examples.map((text, index) => [`${name.replace(/\W+/g, '-')}-${index}`, asModule(text)] as const),
    );
    expect(texts.length).toBeGreaterThan(20);
    expect(checkTexts(Object.fromEntries(texts))).toEqual([]);
  });
});

/** Variables that the examples of errors use. */
const known = `import { createChatClient } from 'chat-contract/client';
declare const error: unknown;
const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
const id = 'ses_demo_welcome';`;
const errors = (await import('../../src/client/runtime/errors.ts')) as object;

/** An example as a module. Examples without imports run in a `catch` block with an `error`. */
function asModule(text: string): string {
  // Jest's globals are replaced with those of Vitest.
  if (text.includes('chat-contract/jest')) return `import { expect, test } from 'vitest';\n${text}`;
  if (text.includes('import ')) return `${text}\nexport {};\n`;
  const imports = `import { ${Object.keys(errors).join(', ')} } from './src/client/runtime/errors.ts';`;
  return `${imports}\n${known}\nexport async function example(): Promise<unknown> {\n${text}\nreturn id;\n}\n`;
}

interface Exported {
  /** `chat-contract/client: createChatClient` */
  name: string;
  /** The description before its first tag. */
  summary: string;
  /** A function, or a class that users construct. */
  callable: boolean;
  /** The text of each `@example`, without its fence. */
  examples: string[];
}

/** The exports of each entry, except the types of the contract's schemas (`generated/`). */
function readExports(): Exported[] {
  const files = Object.values(sources).map(([path = '']) => join(packageRoot, path));
  const program = ts.createProgram(files, readOptions());
  const checker = program.getTypeChecker();
  return Object.entries(sources).flatMap(([entry, [path = '']]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(packageRoot, path))!)!;
    return checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter(
        ({ declarations = [] }) => !declarations.some((node) => node.getSourceFile().fileName.includes('/generated/')),
      )
      .map((symbol) => ({
        name: `${entry}: ${symbol.name}`,
        summary: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        callable: (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0,
        examples: symbol
          .getJsDocTags(checker)
          .filter(({ name }) => name === 'example')
          .map(({ text }) => ts.displayPartsToString(text))
          .map((text) => readBlocks(`${text}\n`)[0]?.text ?? text),
      }));
  });
}

import ts from 'typescript';

/** One import of a source file. */
export interface Import {
  /** As written: `../shared/clock.ts`, `node:fs`, `openapi-fetch`. */
  specifier: string;
  /** `type`: erased at run time. `dynamic`: loaded when the line runs. */
  kind: 'value' | 'type' | 'dynamic';
}

/** The parts of a source file that the tests of the import rules read. */
export interface SourceFacts {
  imports: Import[];
  /** True if it sets `process.exitCode`, or calls `process.exit` or `process.abort`. */
  exits: boolean;
}

/** Reads a source file: `import`, `export … from`, `import()`, `require()`, and inline type imports. */
export function readSource(text: string): SourceFacts {
  const facts: SourceFacts = { imports: [], exits: false };
  const visit = (node: ts.Node): void => {
    const found = importIn(node);
    if (found) facts.imports.push(found);
    facts.exits ||= isExit(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return facts;
}

function importIn(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return importOf(node.moduleSpecifier, isTypeOnly(node) ? 'type' : 'value');
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return importOf(node.moduleSpecifier, isTypeOnly(node) ? 'type' : 'value');
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return importOf(node.argument.literal, 'type');
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return loads && argument ? importOf(argument, 'dynamic') : undefined;
}

function importOf(name: ts.Node, kind: Import['kind']): Import | undefined {
  return ts.isStringLiteralLike(name) ? { specifier: name.text, kind } : undefined;
}

/** `import type …`, or a list in which every name has `type`. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  if (clause?.isTypeOnly) return true;
  if (clause && ts.isImportClause(clause) && clause.name) return false;
  const names = clause && (ts.isImportClause(clause) ? clause.namedBindings : clause.exportClause);
  if (!names || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

/** Reading `process.exitCode` does not end the process. */
function isExit(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.expression.getText() !== 'process') return false;
  const { text } = node.name;
  if (text === 'exit' || text === 'abort') return true;
  const { parent } = node;
  return text === 'exitCode' && ts.isBinaryExpression(parent) && parent.left === node;
}

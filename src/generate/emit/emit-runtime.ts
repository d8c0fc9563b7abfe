import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../shared/package-root.ts';

/** The sources of the runtime. The package contains them: `files` of package.json lists each. */
export const runtimeSources = [
  'src/client/runtime/operations-client.ts',
  'src/client/runtime/errors.ts',
  'src/client/runtime/send-request.ts',
  'src/client/runtime/bounded-fetch.ts',
  'src/client/runtime/read-call.ts',
  'src/client/runtime/read-response.ts',
  'src/client/runtime/read-events.ts',
  'src/client/runtime/read-message.ts',
  'src/client/runtime/follow-pages.ts',
  'src/client/runtime/prepare-request.ts',
  'src/client/runtime/credentials.ts',
  'src/client/runtime/write-parameters.ts',
  'src/client/runtime/write-body.ts',
  'src/sse/event-stream-decoder.ts',
  'src/sse/protocol/protocol.ts',
  'src/sse/protocol/selector.ts',
  'src/sse/protocol/deep-equal.ts',
  'src/openapi/operation-descriptor.ts',
  'src/shared/json.ts',
  'src/shared/mask-credentials.ts',
];

/** The exports of a generated client from its runtime. */
const isPublic = (name: string) =>
  /Error$|^(BasicCredential|OperationsClient|OperationsClientOptions|ProtocolCheck)$/.test(name);

interface Declaration {
  name: string;
  text: string;
}

interface ImportedName extends Declaration {
  isDefault?: true;
}

/** The names that the rest of a generated client uses. */
const roots =
  /Error$|^(createOperationsClient|createExtras|OperationsClient|OperationDescriptor|SecurityData|BasicCredential)$/;

/** The runtime of a generated client as one text: the declarations that a client uses, directly or indirectly. */
export async function emitRuntime(): Promise<{ imports: string; text: string }> {
  const declarations: Declaration[] = [];
  const imported: ImportedName[] = [];
  for (const path of runtimeSources) {
    const text = (await readFile(join(packageRoot, path), 'utf8'))
      .replaceAll('\r\n', '\n')
      .replace(/\bChatError\b/g, 'ClientError');
    for (const statement of splitStatements(text)) {
      const name = /^(?:export )?(?:async )?(?:function\*?|class|const|interface|type) (\w+)/m.exec(statement)?.[1];
      if (/^import /.test(statement)) {
        if (/ from ['"]openapi-fetch/.test(statement)) imported.push(...readImport(statement));
      } else if (name) declarations.push({ name, text: withExport(name, statement) });
    }
  }
  const text = reachable(declarations)
    .map((one) => one.text)
    .join('\n\n');
  const needed = imported.filter(({ name }) => mentions(text, name));
  const standard = needed.find((one) => one.isDefault);
  const named = new Set(needed.filter((one) => !one.isDefault).map((one) => one.text));
  return {
    imports: `import ${standard?.name}, { ${[...named].join(', ')} } from 'openapi-fetch';\n`,
    text: `${text}\n`,
  };
}

/**
 * The statements of a source file, each with the comments before it. The formatter begins each in the first column, and
 * nothing else but comments and closing brackets. A parser would take a tenth of the time of a generation.
 */
function splitStatements(text: string): string[] {
  return text
    .split(/^(?=(?:\/\*\*|\/\/)[^\n]*\n|(?:import|export|async|function|class|const|interface|type)\b)/m)
    .reduce<string[]>((statements, part) => {
      const last = statements.at(-1);
      if (last !== undefined && isComment(last)) statements[statements.length - 1] = last + part;
      else statements.push(part);
      return statements;
    }, [])
    .map((statement) => statement.trim());
}

function isComment(text: string): boolean {
  return (
    withoutComments(text)
      .replaceAll(/^\/\/.*$/gm, '')
      .trim() === ''
  );
}

/** The local names of an import, each with its specifier. */
function readImport(text: string): ImportedName[] {
  const [, type = '', standard, named = ''] = /^import (type )?(?:(\w+)(?:, )?)?(?:\{([^}]*)\})?/.exec(text) ?? [];
  const specifiers = named
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => ({ name: one.split(/\s/).at(-1) ?? one, text: one.startsWith('type ') ? one : `${type}${one}` }));
  return standard ? [{ name: standard, text: standard, isDefault: true }, ...specifiers] : specifiers;
}

function withExport(name: string, text: string): string {
  return isPublic(name) ? text : text.replace(/^export /m, '');
}

function reachable(declarations: readonly Declaration[]): Declaration[] {
  const used = new Set(declarations.filter(({ name }) => roots.test(name)));
  for (const one of used) {
    const text = withoutComments(one.text);
    for (const other of declarations) if (!used.has(other) && mentions(text, other.name)) used.add(other);
  }
  return declarations.filter((one) => used.has(one));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*\*[\s\S]*?\*\//g, '');
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$'"]|(?<!\\.\\.)\\.)${name}(?![\\w$])`).test(text);
}

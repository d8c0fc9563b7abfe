import { join } from 'node:path';
import { toPointer } from '../openapi/json-pointer.ts';
import { readSourceText } from '../openapi/open/read-source.ts';
import { parseSourceFile } from '../openapi/open/source-file.ts';
import type { OpenedDocument } from '../openapi/open-document.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { packageRoot } from '../shared/package-root.ts';
import type { Finding, Severity } from './finding.ts';
import { requireOfSpectral } from './require-of-spectral.ts';
import type { RuleFinding } from './rule.ts';
import type { RuleSet } from './rule-set.ts';
import { loadSpectralRules } from './spectral-rules.ts';

/** A finding of Spectral, at a JSON Pointer into the bundled document. */
export interface SpectralFinding extends RuleFinding {
  rule: string;
  severity: Severity;
}

/** Spectral's levels: error, warning, information, hint. */
const severities: readonly Severity[] = ['error', 'warning', 'info', 'info'];

/**
 * Applies a user's rules to the files of a document, with the findings and places of Spectral's command line. It runs
 * in this process, after the document was opened: documents that are rejected then could block Spectral forever.
 */
export async function runSpectralOnFiles(
  file: string,
  { files }: Pick<OpenedDocument, 'files'>,
  rules: RuleSet,
): Promise<Finding[]> {
  const core: typeof import('@stoplight/spectral-core') = requireOfSpectral('@stoplight/spectral-core');
  const parsers: typeof import('@stoplight/spectral-parsers') = requireOfSpectral('@stoplight/spectral-parsers');
  const ruleset = await loadSpectralRules(rules);
  if (!ruleset) return [];
  const spectral = new core.Spectral({ resolver: createFileResolver(new Set(files)) });
  spectral.setRuleset(ruleset);
  const results = await spectral.run(new core.Document(readSourceText(file) ?? '', parsers.Yaml, file));
  return results.map(({ code, message, severity, source, range }) => ({
    linter: 'spectral',
    rule: String(code),
    severity: severities[severity] ?? 'error',
    message,
    file: source ?? file,
    line: range.start.line + 1,
    column: range.start.character + 1,
  }));
}

/**
 * Applies the house rules to the bundle of a document of this project, which is twice as fast.
 *
 * Only for OpenAPI 3.0 and 3.1: Spectral 6.16 reads the `serializedValue` of 3.2 as an example without a value.
 */
export async function runSpectralOnBundle(document: OpenApiDocument, rules: RuleSet): Promise<SpectralFinding[]> {
  const core: typeof import('@stoplight/spectral-core') = requireOfSpectral('@stoplight/spectral-core');
  const ruleset = await loadSpectralRules(rules);
  if (!ruleset || /^3\.2/.test(String(document.openapi))) return [];
  const spectral = new core.Spectral({ resolver: createLocalResolver() });
  spectral.setRuleset(ruleset);
  // The overrides of a rule file apply to files below its folder, so the document gets a name there.
  const name = join(packageRoot, 'openapi.json');
  const results = await spectral.run(new core.Document(JSON.stringify(document), placeless, name));
  return results.map(({ code, message, path, severity }) => ({
    rule: String(code),
    message,
    pointer: toPointer(path),
    severity: severities[severity] ?? 'error',
  }));
}

/** Findings are located by path: finding lines in the bundle, which nobody reads, takes longer than the rules. */
const placeless = {
  parse: (text: string) => ({ data: JSON.parse(text), diagnostics: [], ast: {}, lineMap: [] }),
  getLocationForJsonPath: () => undefined,
  trapAccess: <T>(object: T) => object,
};

const nothing = { resolve: async () => ({}) };

/** All references of a bundle are internal: one to another file or URL is in data and is not followed. */
function createLocalResolver() {
  const { Resolver }: typeof import('@stoplight/spectral-ref-resolver') = requireOfSpectral(
    '@stoplight/spectral-ref-resolver',
  );
  return new Resolver({ resolvers: { file: nothing, http: nothing, https: nothing }, dereferenceRemote: false });
}

/**
 * Reads the files of a document, and the files that its data refers to, within the same limits. It fetches nothing.
 *
 * @param opened the files whose limits were checked
 */
function createFileResolver(opened: ReadonlySet<string>) {
  const { Resolver }: typeof import('@stoplight/spectral-ref-resolver') = requireOfSpectral(
    '@stoplight/spectral-ref-resolver',
  );
  const file = {
    resolve: async (reference: { href(): string }) => {
      const path = reference.href();
      const text = readSourceText(path);
      if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      const problem = opened.has(path) ? undefined : parseSourceFile(path, text).problem;
      if (problem?.kind === 'limit') throw new Error(problem.message);
      return text;
    },
  };
  return new Resolver({ resolvers: { file, http: nothing, https: nothing } });
}

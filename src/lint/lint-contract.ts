import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { upgradeDocument } from '../openapi/upgrade-document.ts';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { applyRules } from './apply-rules.ts';
import { type Finding, mergeFindings } from './finding.ts';
import type { LintRule, RuleFinding } from './rule.ts';
import { lintRules } from './rules/index.ts';
import { runRedocly } from './run-redocly.ts';
import { runSpectral } from './run-spectral.ts';
import { createSourceReader, type SourceFile, type SourceReader } from './source-file.ts';
import { createSourceMap } from './source-map.ts';

/** What a lint is given. */
export interface LintRequest {
  /** Root files of OpenAPI documents, absolute. */
  files: readonly string[];
  /** Puts a document of several files into one. @throws {UsageError} where a reference leads nowhere */
  bundle(file: string): Promise<OpenApiDocument>;
  signal: AbortSignal;
  /** Is told, in a sentence, what is not judged in a file, and why. */
  onLeftOut?(sentence: string): void;
}

/** A finding, and the pointer into the bundled document where it is. */
type PlacedFinding = RuleFinding & Pick<Finding, 'linter' | 'rule' | 'severity'>;

/**
 * Lints documents with Redocly, Spectral and the rules of this project, and merges what they find. Places are those of
 * the files written by hand.
 *
 * Redocly and the rules of this project judge every document. Spectral judges OpenAPI 3.0 and 3.1 only: version 6.16 takes
 * the `serializedValue` of 3.2 for an example without a value. A rule about an extension that a document does not use is
 * left out.
 *
 * @throws {UsageError} where a document cannot be put into one although Redocly finds nothing wrong with it
 */
export async function lintContract({ files, bundle, signal, onLeftOut }: LintRequest): Promise<Finding[]> {
  const read = createSourceReader();
  const roots = files.map((file) => readRoot(file, read));
  const unreadable = roots.flatMap(syntaxFinding);
  const readable = roots.filter(({ problem }) => !problem);
  const redocly = runRedocly(
    readable.map(({ path }) => path),
    signal,
  );
  const own = Promise.all(readable.map(({ path }) => lintFile(path, bundle, read, onLeftOut)));
  const [foundByRedocly, results] = await Promise.all([redocly, own]);
  for (const { failure } of results) {
    if (failure && !foundByRedocly.some(({ severity }) => severity === 'error')) throw failure;
  }
  return mergeFindings([...unreadable, ...foundByRedocly, ...results.flatMap(({ findings }) => findings)]);
}

function readRoot(path: string, read: SourceReader): SourceFile {
  const file = read(path);
  if (!file) throw new UsageError(`There is no file ${path}: name the root file of an OpenAPI document.`);
  if (file.problem || (isObject(file.value) && typeof file.value.openapi === 'string')) return file;
  throw new UsageError(`${path} is no OpenAPI document: it has no field openapi, such as openapi: 3.1.0.`);
}

/** Redocly gives no report of a root file that is not YAML. */
function syntaxFinding({ path, problem }: SourceFile): Finding[] {
  return problem ? [{ linter: 'chat-contract', rule: 'syntax', severity: 'error', file: path, ...problem }] : [];
}

interface FileResult {
  findings: Finding[];
  /** Why the document could not be put into one. Redocly tells the same with its place. */
  failure?: UsageError;
}

async function lintFile(
  file: string,
  bundle: LintRequest['bundle'],
  read: SourceReader,
  onLeftOut: LintRequest['onLeftOut'],
): Promise<FileResult> {
  let document: OpenApiDocument;
  try {
    document = await bundle(file);
  } catch (error) {
    if (error instanceof UsageError) return { findings: [], failure: error };
    throw error;
  }
  const locate = createSourceMap(file, document, read);
  const rules = selectRules(document);
  const left = lintRules.filter((rule) => !rules.includes(rule));
  if (left.length > 0) {
    const extensions = [...new Set(left.map(({ about }) => about))].join(' and ');
    onLeftOut?.(`${file} does not use ${extensions}; left out: ${left.map(({ id }) => id).join(', ')}.`);
  }
  const findings = (await findPlaced(document, rules)).map(({ pointer, ...finding }) => {
    const place = locate(pointer);
    const position = place?.file.locate(place.pointer) ?? { line: 1, column: 1 };
    return { ...finding, file: place?.file.path ?? file, ...position };
  });
  return { findings };
}

/** The rules of this project without those about an extension that the document does not use. */
function selectRules(document: OpenApiDocument): LintRule[] {
  const text = JSON.stringify(document);
  return lintRules.filter(({ about }) => about === undefined || text.includes(`"${about}":`));
}

/** Spectral, and the rules of this project, whose findings are errors. */
async function findPlaced(document: OpenApiDocument, rules: readonly LintRule[]): Promise<PlacedFinding[]> {
  const { document: upgraded, origin } = upgradeDocument(document);
  const own = applyRules(upgraded, rules).map(
    ({ pointer, ...finding }): PlacedFinding => ({
      ...finding,
      pointer: origin(pointer),
      linter: 'chat-contract',
      severity: 'error',
    }),
  );
  if (/^3\.2/.test(String(document.openapi))) return own;
  const spectral = await runSpectral(document);
  return [...own, ...spectral.map((finding): PlacedFinding => ({ ...finding, linter: 'spectral' }))];
}

import { UnreadableFile } from '../openapi/open/read-source.ts';
import { type OpenedDocument, openDocument } from '../openapi/open-document.ts';
import { applyRules } from './apply-rules.ts';
import { type Finding, mergeFindings, sortFindings } from './finding.ts';
import type { RuleFinding } from './rule.ts';
import type { RuleSet } from './rule-set.ts';
import { lintRules } from './rules/index.ts';
import { runRedocly } from './run-redocly.ts';
import { runSpectralOnBundle, runSpectralOnFiles } from './run-spectral.ts';

/** The input of a lint. */
export interface LintRequest {
  /** Root files of OpenAPI documents, absolute. */
  files: readonly string[];
  /** Versions of these documents for other versions of OpenAPI: only Redocly checks them. */
  renditions?: readonly string[];
  /** The rules. */
  rules: RuleSet;
  signal: AbortSignal;
}

/** A finding, and its pointer in the bundled document. */
type PlacedFinding = RuleFinding & Pick<Finding, 'linter' | 'rule' | 'severity'>;

/**
 * Lints documents with Redocly, Spectral and the rules of this project. Places are source locations.
 *
 * With a user's rules, all findings of both tools are returned. With the house rules, duplicates of several linters on
 * one line are merged. The rules of this project about its extensions apply to every document that uses them; the
 * others are house rules.
 *
 * @throws {UsageError} if a file is missing or is not an OpenAPI document
 */
export async function lintContract({ files, renditions = [], rules, signal }: LintRequest): Promise<Finding[]> {
  const stop = new AbortController();
  // Redocly takes longest. It starts immediately, and is stopped if the document is invalid.
  const redocly = runRedocly([...files, ...renditions], rules, AbortSignal.any([signal, stop.signal]));
  const own = Promise.all(files.map((file) => lintFile(file, rules))).catch((error) => {
    stop.abort();
    throw error;
  });
  const [redoclyResult, ownResult] = await Promise.allSettled([redocly, own]);
  if (ownResult.status === 'rejected') throw ownResult.reason;
  const found = ownResult.value.flat();
  const isUnreadable = found.some(({ rule }) => rule === 'syntax');
  if (redoclyResult.status === 'rejected' && !isUnreadable) throw redoclyResult.reason;
  const foundByRedocly = redoclyResult.status === 'fulfilled' ? redoclyResult.value : [];
  return rules.isHouse ? mergeFindings([...foundByRedocly, ...found]) : sortFindings([...foundByRedocly, ...found]);
}

/** Redocly writes no report for a root file that is not YAML. */
function syntaxFinding({ file, problem: { line, column, message } }: UnreadableFile): Finding {
  return { linter: 'chat-contract', rule: 'syntax', severity: 'error', file, line, column, message };
}

async function lintFile(file: string, rules: RuleSet): Promise<Finding[]> {
  const opened = await openDocument(file).catch((error: unknown) => {
    if (error instanceof UnreadableFile && error.problem.kind === 'syntax') return error;
    throw error;
  });
  if (opened instanceof UnreadableFile) return [syntaxFinding(opened)];
  const placed = rules.isHouse ? await runSpectralOnBundle(opened.bundle, rules) : [];
  const found = [
    ...applyOwnRules(opened, rules),
    ...placed.map((one): PlacedFinding => ({ ...one, linter: 'spectral' })),
  ];
  return [
    ...found.map(({ pointer, ...finding }) => ({ ...finding, ...opened.locate(pointer) })),
    ...(rules.isHouse ? [] : await runSpectralOnFiles(file, opened, rules)),
  ];
}

/** The findings of the rules of this project, which are errors. */
function applyOwnRules({ contract, origin }: OpenedDocument, rules: RuleSet): PlacedFinding[] {
  const chosen = lintRules.filter(({ isGeneral }) => rules.isHouse || isGeneral);
  return applyRules(contract.document, chosen).map(({ pointer, ...finding }) => ({
    ...finding,
    pointer: origin(pointer),
    linter: 'chat-contract',
    severity: 'error',
  }));
}

import { type OpenApiDocument, readContract } from '../lib/contract.ts';
import { collectNodes } from '../lib/document-nodes.ts';
import { createSchemaValidator } from '../lib/schema-validator.ts';
import type { LintRule, RuleFinding } from './rule.ts';

/** What rules found in a bundled document, each with the name of its rule. */
export function applyRules(document: OpenApiDocument, rules: readonly LintRule[]): (RuleFinding & { rule: string })[] {
  const contract = readContract(document);
  const subject = { document, nodes: collectNodes(document), contract, validate: createSchemaValidator(document) };
  return rules.flatMap((rule) => rule.check(subject).map((finding) => ({ ...finding, rule: rule.id })));
}

import { collectNodes } from '../openapi/document-nodes.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { contractOf } from '../openapi/read/read-contract.ts';
import { createSchemaValidator } from '../openapi/validate/schema-validator.ts';
import type { LintRule, RuleFinding } from './rule.ts';

/** The findings of rules in a bundled document, each with the name of its rule. */
export function applyRules(document: OpenApiDocument, rules: readonly LintRule[]): (RuleFinding & { rule: string })[] {
  const contract = contractOf(document);
  const subject = { document, nodes: collectNodes(document), contract, validate: createSchemaValidator(document) };
  return rules.flatMap((rule) => rule.check(subject).map((finding) => ({ ...finding, rule: rule.id })));
}

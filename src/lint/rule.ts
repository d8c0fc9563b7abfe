import type { Contract } from '../openapi/contract.ts';
import type { DocumentNodes } from '../openapi/document-nodes.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import type { SchemaValidator } from '../openapi/validate/schema-validator.ts';

/** The input of a rule: one bundled document, and what was already read from it. */
export interface LintSubject {
  document: OpenApiDocument;
  nodes: DocumentNodes;
  contract: Contract;
  validate: SchemaValidator;
}

/** One violation of a rule, at a JSON Pointer into the bundled document. */
export interface RuleFinding {
  pointer: string;
  message: string;
}

/** A rule of this project about its contract. Its findings are errors. */
export interface LintRule {
  /** The name of its file. */
  id: string;
  /** True if it concerns an extension that any document may use; the others are house rules of this project. */
  isGeneral?: true;
  check(subject: LintSubject): RuleFinding[];
}

import { chatApiDocument } from '../generated/chat-api-document.ts';
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import { contractOf } from '../src/openapi/read/read-contract.ts';
import { markAsUpgraded } from '../src/openapi/upgrade-document.ts';
import { createSchemaValidator, schemaValidatorOf } from '../src/openapi/validate/schema-validator.ts';
import { createRouter } from './http/router.ts';
import type { MockOptions, Platform } from './mock-options.ts';
import { createDecision } from './request/decision.ts';

/** The parts of a mock that depend only on the document. */
export type Serving = ReturnType<typeof createServing>;

/** Prepares a document to be served. */
export function createServing(served: OpenApiDocument, settings: MockOptions, { createDynamic }: Platform) {
  // The bundled document is already upgraded, which a test verifies; checking it here takes a tenth of the start.
  const isOwn = served === chatApiDocument();
  if (isOwn) markAsUpgraded(served);
  const contract = contractOf(served);
  // Callers may change their document and serve it again.
  const createValidator = isOwn ? schemaValidatorOf : createSchemaValidator;
  const validate = createValidator(contract.document);
  return {
    contract,
    validate,
    findRoute: createRouter(contract.operations),
    decide: createDecision({ contract, validate, settings, makeDynamic: createDynamic?.(contract) }),
  };
}

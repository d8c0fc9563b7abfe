import type { Contract } from '../../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../../src/openapi/schema-validator.ts';
import type { Provenance } from '../../../src/shared/provenance.ts';

/** How a request relates to the contract: it satisfies all of it, is at one of its bounds, or violates one clause. */
export type RequestCase =
  | ({ kind: 'valid'; constraint?: Constraint } & Borrowing)
  | ({ kind: 'invalid'; constraint: Constraint; status: Refusal } & Borrowing)
  | { kind: 'other' };

interface Borrowing {
  /** It names what the document's examples name, and which the server may not have. */
  borrowed?: true;
}

/** The status that refuses a request: this one, or any that says that the client is at fault. */
export type Refusal = number | '4XX';

/** One constraint on requests, and what a request does about it. */
export interface Constraint {
  /** A JSON Schema keyword (`maxLength`), or what HTTP adds to them. */
  keyword: string;
  /** Where it stands: `body`, `query`, `path`, `header` or `cookie`, then the way to the value. */
  at: (string | number)[];
  /** One clause that completes "a request whose …": `prompt has 1001 characters`. */
  text: string;
  provenance: Provenance;
}

/** How an operation is called: everything but credential and address. Parameters are values; their style writes them. */
export interface RequestParts {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  headers?: Record<string, unknown>;
  cookies?: Record<string, unknown>;
  /** JSON, or text that is sent unchanged. */
  body?: { json: unknown } | { text: string; contentType?: string };
}

/** A request with its case. */
export interface CasedRequest {
  parts: RequestParts;
  case: RequestCase;
}

/** What requests for the operations of any contract are made of. */
export interface RequestMaking {
  contract: Contract;
  validate: SchemaValidator;
  /** Values of parameters that the user gave, by name. */
  params?: Readonly<Record<string, string>>;
  /** Fields of JSON bodies for which only these values are known to the server. With them, no body is borrowed. */
  fields?: Readonly<Record<string, unknown>>;
}

import type { Contract } from '../../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../../src/openapi/validate/schema-validator.ts';
import type { Provenance } from '../../../src/shared/provenance.ts';

/** How a request relates to the contract: valid, at a bound, or in violation of one clause. */
export type RequestCase =
  | ({ kind: 'valid'; constraint?: Constraint } & Borrowing)
  | ({ kind: 'invalid'; constraint: Constraint; status: Refusal } & Borrowing)
  | { kind: 'other' };

interface Borrowing {
  /** True if it uses ids of the document's examples, which may not exist on the server. */
  borrowed?: true;
}

/** The expected status of a rejection: this one, or any client error. */
export type Refusal = number | '4XX';

/** One constraint on requests, and how a request relates to it. */
export interface Constraint {
  /** A JSON Schema keyword (`maxLength`), or one of ours for HTTP. */
  keyword: string;
  /** Its place: `body`, `query`, `path`, `header` or `cookie`, then the path to the value. */
  at: (string | number)[];
  /** One clause that completes "a request whose …": `prompt has 1001 characters`. */
  text: string;
  provenance: Provenance;
}

/** The parts of a request, without credential and base URL. Parameters are values; their style serializes them. */
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

/** The sources of request values, for any contract. */
export interface RequestMaking {
  contract: Contract;
  validate: SchemaValidator;
  /** Parameter values of the user, by name. */
  params?: Readonly<Record<string, string>>;
  /** Fields of JSON bodies for which the server knows only these values. */
  fields?: Readonly<Record<string, unknown>>;
}

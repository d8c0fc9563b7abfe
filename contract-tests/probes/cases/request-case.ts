import type { Provenance } from '../../../src/shared/provenance.ts';

/** What a request shows of the contract: it keeps all of it, stands on one of its bounds, or breaks one clause. */
export type RequestCase =
  | {
      kind: 'valid';
      constraint?: Constraint;
      /** It names what the document's examples name, and which the server may not have. */
      borrowed?: true;
    }
  | { kind: 'invalid'; constraint: Constraint; status: Refusal }
  | { kind: 'other' };

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

/** How an operation is called: everything but credential and address. */
export interface RequestParts {
  /** By name; missing ones are left out of the address. */
  path: Record<string, string>;
  query: Record<string, string>;
  headers?: Record<string, string>;
  /** JSON, or text that is sent as it is. */
  body?: { json: unknown } | { text: string; contentType?: string };
}

/** A request with its case. */
export interface CasedRequest {
  parts: RequestParts;
  case: RequestCase;
}

import type { Json } from '../../../src/shared/json.ts';
import type { RequestCase } from '../../probes/cases/request-case.ts';
import type { Credential, CredentialPlace } from './credential.ts';

/** One request and what came back. It holds no secret: it is written to reports. */
export interface Exchange {
  /** Position in the run, from 1. */
  number: number;
  /** The operation's id, also if the request is invalid; method and path if the path does not have the method. */
  operation: string;
  /** Why it was sent: one clause that completes "This request …". */
  purpose: string;
  /** What makes the request valid or invalid by the contract. */
  case: RequestCase;
  credential: Credential;
  /** The security scheme whose credential is missing while the others are sent. */
  omitted?: string;
  /** The session that it is about, where there is one. */
  session?: string;
  request: ExchangeRequest;
  response?: ExchangeResponse;
  /** Why there is no response, or not all of it. */
  failure?: ExchangeFailure;
  /** Milliseconds since the run began. */
  startedAt: number;
  durationMs: number;
}

export interface ExchangeRequest {
  method: string;
  /** Path and query. */
  target: string;
  contentType?: string;
  body?: string;
  /** What it carries beside type, agent and credential. */
  headers?: Record<string, string>;
  /** Where its first credential is; left out for a bearer token. */
  credentialPlace?: CredentialPlace;
  /** All its credentials, unless it carries exactly one: the security scheme, and where it is. */
  credentials?: { key: string; place?: CredentialPlace }[];
}

export interface ExchangeResponse {
  status: number;
  /** Lower-case names; values of a repeated field are joined by a comma (RFC 9110, section 5.3). */
  headers: Record<string, string>;
  /** The decoded text; empty for a stream that was read as a turn. */
  text: string;
  /** The parsed body; left out where it is not JSON. */
  json?: Json;
  /** The request's credential stands somewhere in headers or body. */
  echoesCredential: boolean;
  /** Milliseconds from sending to the status line. */
  firstByteMs: number;
}

export interface ExchangeFailure {
  kind: 'unreachable' | 'timeout' | 'reset' | 'too-large' | 'aborted';
  message: string;
}

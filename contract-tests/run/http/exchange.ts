import type { Json } from '../../../src/shared/json.ts';
import type { RequestCase } from '../../probes/cases/request-case.ts';
import type { Credential, CredentialPlace } from './credential.ts';

/** One request and its response. It contains no secrets, because reports include it. */
export interface Exchange {
  /** Position in the run, from 1. */
  number: number;
  /** The operation's id, even of an invalid request; method and path if the path does not have the method. */
  operation: string;
  /** Why it was sent: one clause that completes "This request …". */
  purpose: string;
  /** Whether and why the request is valid by the contract. */
  case: RequestCase;
  credential: Credential;
  /** The security scheme whose credential is missing while the others are sent. */
  omitted?: string;
  /** The session that it is about, if any. */
  session?: string;
  request: ExchangeRequest;
  response?: ExchangeResponse;
  /** Why the response is missing or incomplete. */
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
  /** Its headers except type, agent and credential. */
  headers?: Record<string, string>;
  /** The place of its first credential; absent for a bearer token. */
  credentialPlace?: CredentialPlace;
  /** All its credentials, unless there is exactly one: the security scheme and the place. */
  credentials?: { key: string; place?: CredentialPlace }[];
}

export interface ExchangeResponse {
  status: number;
  /** Lower-case names; values of a repeated field are joined by a comma (RFC 9110, section 5.3). */
  headers: Record<string, string>;
  /** The decoded text; empty for a stream that was read as a turn. */
  text: string;
  /** The parsed body; absent if it is not JSON. */
  json?: Json;
  /** True if the headers or the body contain the request's credential. */
  echoesCredential: boolean;
  /** Milliseconds from sending to the status line. */
  firstByteMs: number;
}

export interface ExchangeFailure {
  kind: 'unreachable' | 'timeout' | 'reset' | 'too-large' | 'aborted';
  message: string;
}

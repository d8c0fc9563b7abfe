import type { Operation } from '../../src/openapi/contract.ts';
import type { Reply } from '../http/exchange.ts';
import type { RequestProblem } from '../request/request-problem.ts';
import type { PageCursor } from '../sessions/page-token.ts';
import type { Page } from '../sessions/paging.ts';
import type { StoredSession } from '../sessions/session.ts';
import type { Frame } from '../streams/frame.ts';
import type { FrameJudge } from './derived/judge-frames.ts';

/** A named defect: a violation of one contract rule, or a transport problem. */
export interface Fault {
  /** Kebab-case. `--fault NAME` and `Prefer: fault=NAME` select it; values follow after colons. */
  name: string;
  /** One sentence: what the client observes. */
  title: string;
  /** The contract rule that must detect it; none for transport problems, which are not the server's fault. */
  violates?: string;
  /** `chat-api`: it changes an operation or a field that no other API has. */
  scope?: 'chat-api';
  parameters?: readonly FaultParameter[];
  /**
   * Called once per sandbox, so that a fault can have state.
   *
   * @param values one for each parameter
   */
  behaviour(...values: (number | string)[]): FaultBehaviour;
}

/** A value after a fault's name. */
export interface FaultParameter {
  /** In upper case, for usage texts. */
  name: string;
  /** `Infinity` is written `ever`. A string default means that the value is a word. */
  default: number | string;
  /** The expected value, for error messages: `a number of milliseconds`. */
  wanted: string;
  /** The smallest number. Default: 0. */
  least?: number;
  /** Repeatable; only for the last parameter. */
  many?: true;
}

/** The points where a fault can act: the correct value, and what it depends on. */
export interface FaultPoints {
  /** Whether the credential is accepted. */
  acceptsCredential: { value: boolean; context: CredentialContext };
  /** Milliseconds before the request is processed; `Infinity`: never. */
  delay: { value: number; context: { random(): number } };
  /** A response that replaces normal processing. */
  instead: { value: Reply | null; context: ReplyContext };
  /** The problems of the request; without any, it is handled. */
  problems: { value: RequestProblem[]; context: RequestContext };
  /** The body that the handler receives. */
  body: { value: unknown; context: { operation: Operation } };
  /** The project of the request. */
  project: { value: string; context: object };
  /** Whether the operation finds this stored session. */
  finds: { value: boolean; context: { session: StoredSession; operation: Operation } };
  /** The stored sessions that the list shows. */
  lists: { value: readonly StoredSession[]; context: { stored: readonly StoredSession[] } };
  /** Whether a delete removes the session from the store; otherwise it is only marked. */
  removes: { value: boolean; context: object };
  /** Where the page begins; `undefined` for an unknown token. */
  cursor: { value: PageCursor | undefined; context: { token: string } };
  page: { value: Page; context: { sessions: readonly StoredSession[]; after: PageCursor | null; size: number } };
  /** The reason for a 409 to a turn. */
  conflict: { value: Conflict | null; context: { session: StoredSession; indexIds: readonly string[] } };
  /** The frames of a turn. */
  frames: { value: Frame[]; context: { session?: StoredSession; judge?: FrameJudge } };
  /** Whether a turn is stored if its client disconnected. */
  keepsAbandoned: { value: boolean; context: object };
  /** `last_updated_at` after a turn. */
  updatedAt: { value: string; context: { before: string } };
  /** The response; JSON is in `body`. */
  reply: { value: Reply; context: ReplyContext };
}

/** The credential of a request, and the expected one. */
export interface CredentialContext {
  credential: string | undefined;
  authorization: string | undefined;
  /** The only valid token, if the mock requires one. */
  token: string | undefined;
}

/** Why a session cannot accept a turn. */
export type Conflict = 'locked' | 'streaming';

/** A request, matched to its operation. */
export interface RequestContext {
  operation: Operation;
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
}

/** The request of a reply; without an operation if no route matched. */
export interface ReplyContext extends Omit<RequestContext, 'operation'> {
  operation: Operation | undefined;
  credential: string | undefined;
}

/** The points that a fault changes: each function receives the correct value and returns the one to use. */
export type FaultBehaviour = {
  [Point in keyof FaultPoints]?: (
    value: FaultPoints[Point]['value'],
    context: FaultPoints[Point]['context'],
  ) => FaultPoints[Point]['value'];
};

/** Applies the faults of one request at each point. */
export interface FaultLine {
  at<Point extends keyof FaultPoints>(
    point: Point,
    value: FaultPoints[Point]['value'],
    context: FaultPoints[Point]['context'],
  ): FaultPoints[Point]['value'];
  /** The faults that have changed a value so far. */
  readonly touched: ReadonlySet<string>;
  /** The faults selected for the request. */
  readonly on: readonly string[];
}

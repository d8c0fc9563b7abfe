import type { Operation } from '../../src/openapi/contract.ts';
import type { Reply } from '../http/exchange.ts';
import type { RequestProblem } from '../request/request-problem.ts';
import type { PageCursor } from '../sessions/page-token.ts';
import type { Page } from '../sessions/paging.ts';
import type { StoredSession } from '../sessions/session.ts';
import type { Frame } from '../streams/frame.ts';
import type { FrameJudge } from './derived/judge-frames.ts';

/** A named way to be wrong: a breach of one clause of the contract, or trouble on the way. */
export interface Fault {
  /** Kebab-case; `--fault NAME` and `Prefer: fault=NAME` choose it, its values behind colons. */
  name: string;
  /** One sentence: what a client sees. */
  title: string;
  /** The contract rule that has to notice it; none for trouble on the way, which no server can help. */
  breaks?: string;
  /** What can be chosen about it. */
  parameters?: readonly FaultParameter[];
  /**
   * Made once for each sandbox, so that a fault may remember what it saw.
   *
   * @param values one for each parameter
   */
  behaviour(...values: (number | string)[]): FaultBehaviour;
}

/** A value that stands behind a fault's name. */
export interface FaultParameter {
  /** Upper case, as a list of faults shows it. */
  name: string;
  /** `Infinity` is written `ever`. A string takes a word. */
  default: number | string;
  /** What is right: `a number of milliseconds`. */
  wanted: string;
  /** The last one may be given again. */
  many?: true;
}

/** What is asked at each point of the core: the right answer, and what it depends on. */
export interface FaultPoints {
  /** Is the credential taken? */
  acceptsCredential: { value: boolean; context: CredentialContext };
  /** How long, in milliseconds, nothing happens before the request is looked at; `Infinity`: for ever. */
  delay: { value: number; context: { random(): number } };
  /** Is the request answered so, whatever it says? */
  instead: { value: Reply | null; context: ReplyContext };
  /** What is wrong with the request? Nothing: it is handled. */
  problems: { value: RequestProblem[]; context: RequestContext };
  /** The body as the handler takes it. */
  body: { value: unknown; context: { operation: Operation } };
  /** Whose sessions are meant? */
  project: { value: string; context: object };
  /** Is this stored session there for this operation? */
  finds: { value: boolean; context: { session: StoredSession; operation: Operation } };
  /** Which of the stored sessions are in the list? */
  lists: { value: readonly StoredSession[]; context: { stored: readonly StoredSession[] } };
  /** Does a delete remove the session from the store? Otherwise it is only marked. */
  removes: { value: boolean; context: object };
  /** Where does a page begin? `undefined`: the token was never issued. */
  cursor: { value: PageCursor | undefined; context: { token: string } };
  page: { value: Page; context: { sessions: readonly StoredSession[]; after: PageCursor | null; size: number } };
  /** Why is a turn refused with 409? */
  conflict: { value: Conflict | null; context: { session: StoredSession; indexIds: readonly string[] } };
  /** What a turn plays. */
  frames: { value: Frame[]; context: { session?: StoredSession; judge?: FrameJudge } };
  /** Is anything kept of a turn that the client left? */
  keepsAbandoned: { value: boolean; context: object };
  /** `last_updated_at` after a turn. */
  updatedAt: { value: string; context: { before: string } };
  /** What is sent; JSON is in `body`. */
  reply: { value: Reply; context: ReplyContext };
}

/** What was sent as a credential, and what would be right. */
export interface CredentialContext {
  credential: string | undefined;
  /** The header as it came. */
  authorization: string | undefined;
  /** The only right one, where the mock was given one. */
  token: string | undefined;
}

/** Why a session cannot take a turn. */
export type Conflict = 'locked' | 'streaming';

/** A request as the contract reads it. */
export interface RequestContext {
  operation: Operation;
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
}

/** The request behind a reply: without an operation where no route was found. */
export interface ReplyContext extends Omit<RequestContext, 'operation'> {
  operation: Operation | undefined;
  credential: string | undefined;
}

/** The points that a fault changes: each takes the right value and gives the one to use. */
export type FaultBehaviour = {
  [Point in keyof FaultPoints]?: (
    value: FaultPoints[Point]['value'],
    context: FaultPoints[Point]['context'],
  ) => FaultPoints[Point]['value'];
};

/** Asks the faults of one request at each point. */
export interface FaultLine {
  at<Point extends keyof FaultPoints>(
    point: Point,
    value: FaultPoints[Point]['value'],
    context: FaultPoints[Point]['context'],
  ): FaultPoints[Point]['value'];
  /** The faults that have changed something so far. */
  readonly touched: ReadonlySet<string>;
  /** The faults that were asked for. */
  readonly on: readonly string[];
}

import type { Contract, Operation } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { RequestCase, RequestParts } from '../probes/cases/request-case.ts';
import type { Credential } from './http/credential.ts';
import type { Exchange } from './http/exchange.ts';
import type { Transport } from './http/transport.ts';
import type { TurnReading } from './read-turn.ts';
import type { Resource } from './resource.ts';
import type { RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';

/** What a request is for; see Exchange. */
export interface Intent {
  purpose: string;
  case?: RequestCase;
  credential?: Credential;
  /** With the credential `missing`: the security scheme of the only one that is. */
  omitted?: string;
  session?: string;
  /** An unsupported method, sent instead of the operation's own. */
  method?: string;
  /** Sent immediately, ignoring the concurrency limit, to overlap with another request. */
  atOnce?: boolean;
  /** Sent before queued requests, because many others depend on it. */
  urgent?: boolean;
  /** A turn with a reserved place in the budget, because many rules depend on it. */
  essential?: boolean;
  /** True if other requests may use what it creates (default: if it is valid). */
  usable?: boolean;
}

/** A run against one server: sends requests, records exchanges and tracks what it created. */
export interface Run {
  readonly options: RunOptions;
  readonly contract: Contract;
  readonly exchanges: Exchange[];
  readonly turns: Turn[];
  /** Resources that this run created and has not deleted, by path. */
  readonly created: ReadonlyMap<string, Created>;
  /** Resolves once no request is pending. */
  idle(): Promise<void>;
  /** Marks the responses that are still pending as not read. */
  leavePending(): void;
  /** Ends the run early: cancels pending requests and sends no more. */
  halt(message: string): RunStopped;
  /** Turns that the server accepted, or may have accepted; each costs its owner tokens. */
  readonly turnsSent: number;
  /** Requests that were not sent because they could cost a turn, and none was left. */
  readonly leftOut: number;
  /** True once turns did not end: no more are started. */
  readonly turnsStopped: boolean;
  /** No more essential turns will follow. */
  endEssentialTurns(): void;
  /** Sends one request and reads its whole response; of a stream only the head is read. */
  send(operation: string | Operation, parts: RequestParts, intent: Intent): Promise<Exchange>;
  /**
   * The same for a request of any operation: if the server may accept it as a turn and none is left, it is not sent.
   */
  sendWithinBudget(operation: Operation, parts: RequestParts, intent: Intent): Promise<Exchange | undefined>;
  /**
   * Sends one turn and follows it event by event. `undefined` if the budget of turns is spent, or turns have proved
   * to have no end.
   */
  stream(turn: TurnRequest): Promise<Turn | Exchange | undefined>;
}

/** A resource that a run created. */
export interface Created {
  id: string;
  resource: Resource;
  /** The query of the creation, which determines the owner. */
  query: Record<string, string>;
  /** False if the server accepted an invalid request: no other request may rely on it. */
  usable: boolean;
}

/** One turn to send. */
export interface TurnRequest {
  /** The streaming operation (default: the first one). */
  operation?: Operation;
  session: string;
  parts: RequestParts;
  intent: Intent;
  onMessage?: TurnReading['onMessage'];
}

/** Thrown if the run cannot continue. The message says in one line where it stopped, and why. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** True if a stream was opened and followed. */
export function isTurn(result: Turn | Exchange | undefined): result is Turn {
  return result !== undefined && 'messages' in result;
}

/** The progress of a run. */
export interface Progress {
  /** Requests sent so far. */
  requests: number;
  /** Turns taken so far. */
  turns: number;
  /** The operation of the latest request. */
  operation: string;
  /** The request that has been pending longest. */
  waitingFor?: { operation: string; since: number };
}

/** The external dependencies of a run. */
export interface RunDependencies {
  transport: Transport;
  clock: Clock;
  validate: SchemaValidator;
  resources: readonly Resource[];
  signal: AbortSignal;
  userAgent: string;
  /** The number of essential turns that will follow. */
  essentialTurns: number;
  /** Called when a request is sent. */
  onProgress?(progress: Progress): void;
  /** Aborted if the run ends early. */
  halted: AbortController;
}

import type { Json } from '../../src/shared/json.ts';
import type { Exchange } from './http/exchange.ts';
import type { Turn } from './turn.ts';

/** All that a run saw of a server. Plain data: rules judge it, and it can be kept in a file. */
export interface Observations {
  baseUrl: string;
  exchanges: Exchange[];
  turns: Turn[];
  sessions: CreatedSession[];
  snapshots: Snapshot[];
  walks: Walk[];
  titles: { session: string; exchange: Exchange; firstMessage: string }[];
  /** A turn that was sent while another one was streaming on the same session. */
  overlaps: { session: string; running: Turn; second: Turn | Exchange; observed?: boolean }[];
  /** Turns whose client went away, and the session's history once it came to rest. */
  departures: { session: string; turn: Turn; history: Exchange[]; next?: Turn | Exchange }[];
  /** Requests about a session of one project, in the name of another. */
  foreign: { session: string; exchange: Exchange }[];
  /** Requests that name a project or an organization, about a session that was created under it. */
  scoped: { parameter: string; exchange: Exchange }[];
  /** What is read of another session once one was deleted. */
  survivors: { session: string; exchange: Exchange }[];
  /** Requests about a session that was deleted before; `list` where it is a page of the list. */
  afterDeletion: { session: string; exchange: Exchange; list: boolean }[];
  /** Requests that were drawn from the contract: of each operation and kind the smallest that fails, else the last. */
  generated: { kind: 'valid' | 'invalid'; exchange: Exchange }[];
  /** At the end, the full sessions of this run in which no turn was taken. */
  bystanders: Exchange[];
  /** Requests about a session that does not exist. */
  unknown: Exchange[];
  /** Requests about a path that the contract does not have. */
  nowhere: Exchange[];
  /**
   * A turn on a session that is bound or was used before, and what its indexes are to those of the session; `unknown`
   * where one is named that may not exist.
   */
  indexUses: {
    session: string;
    use: 'same' | 'reordered' | 'different' | 'unknown' | 'unbound';
    result: Turn | Exchange;
  }[];
  /** Operations of another contract that were not tried, with the reason. */
  untried: { operation: string; reason: string }[];
  startedAt: string;
  durationMs: number;
  turnsSent: number;
  /** Requests that were not sent because no turn was left for them. */
  turnsLeftOut: number;
  /** True if no more turns were taken because turns had no end. */
  turnsStopped: boolean;
  /** Sessions that were created and could not be deleted, each with the reason. */
  leftBehind: { session: string; reason: string }[];
  /** Why the run ended early; left out where it did not. */
  stopped?: string;
}

/** Those of a run before its first request. @param startedAt milliseconds since 1970 */
export function emptyObservations(baseUrl: string, startedAt: number): Observations {
  return {
    baseUrl,
    exchanges: [],
    turns: [],
    sessions: [],
    snapshots: [],
    walks: [],
    titles: [],
    overlaps: [],
    departures: [],
    foreign: [],
    scoped: [],
    survivors: [],
    afterDeletion: [],
    generated: [],
    bystanders: [],
    unknown: [],
    nowhere: [],
    indexUses: [],
    untried: [],
    startedAt: new Date(startedAt).toISOString(),
    durationMs: 0,
    turnsSent: 0,
    turnsLeftOut: 0,
    turnsStopped: false,
    leftBehind: [],
  };
}

/** A session that the run created. */
export interface CreatedSession {
  /** What it is for, `main` or `quiet`. */
  role: string;
  /** Left out where the server gave none. */
  id?: string;
  /** What was asked for: indexes, null, or nothing. */
  indexIds?: string[] | null;
  create: Exchange;
}

/** A session as all its readings show it at one moment, while nothing changes it. */
export interface Snapshot {
  session: string;
  moment: 'created' | 'turn' | 'title' | 'refusal';
  /** The turns that were streamed to their end before. */
  turns: Turn[];
  full: Exchange;
  summary: Exchange;
  /** The page on which the session stands, and its item there. */
  listed?: { exchange: Exchange; item: { [key: string]: Json } };
}

/** One walk through the list, page by page. */
export interface Walk {
  moment: 'created' | 'end';
  pageSize: number;
  pages: Exchange[];
  /** True where the walk was given up before the list ended. */
  cut: boolean;
}

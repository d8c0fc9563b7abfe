import type { Json } from '../../src/shared/json.ts';
import type { Exchange } from './http/exchange.ts';
import type { Turn } from './turn.ts';

/** Everything that a run observed of a server. Plain data: rules check it, and a file can hold it. */
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
  /** Turns whose client disconnected, and the session's history until it stopped changing. */
  departures: { session: string; turn: Turn; history: Exchange[]; next?: Turn | Exchange }[];
  /** Requests for a session of another project. */
  foreign: { session: string; exchange: Exchange }[];
  /** Requests with a project or an organization, for a session that was created in it. */
  scoped: { parameter: string; exchange: Exchange }[];
  /** Readings of other sessions after a session was deleted. */
  survivors: { session: string; exchange: Exchange }[];
  /** Requests for a deleted session; `list` for a page of the list. */
  afterDeletion: { session: string; exchange: Exchange; list: boolean }[];
  /** Generated requests: for each operation and kind the smallest that fails, else the last one. */
  generated: { kind: 'valid' | 'invalid'; exchange: Exchange }[];
  /** At the end, the full sessions of this run without a turn. */
  bystanders: Exchange[];
  /** Requests for an unknown session. */
  unknown: Exchange[];
  /** Requests for an unknown path. */
  nowhere: Exchange[];
  /**
   * A turn on a bound or used session, and how its indexes compare with those of the session; `unknown` if one of them
   * may not exist.
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
  /** True if no more turns were started because turns did not end. */
  turnsStopped: boolean;
  /** Sessions that were created and could not be deleted, each with the reason. */
  leftBehind: { session: string; reason: string }[];
  /** Why the run ended early, if it did. */
  stopped?: string;
}

/** The observations of a run before its first request. @param startedAt milliseconds since 1970 */
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
  /** Missing if the server returned none. */
  id?: string;
  /** What the creation requested: indexes, null, or nothing. */
  indexIds?: string[] | null;
  create: Exchange;
}

/** A session in each representation at one moment, while nothing changes it. */
export interface Snapshot {
  session: string;
  moment: 'created' | 'turn' | 'title' | 'refusal';
  /** The turns that were streamed to their end before the snapshot. */
  turns: Turn[];
  full: Exchange;
  summary: Exchange;
  /** The page of the list with the session, and its item. */
  listed?: { exchange: Exchange; item: { [key: string]: Json } };
}

/** One walk through the list, page by page. */
export interface Walk {
  moment: 'created' | 'end';
  pageSize: number;
  pages: Exchange[];
  /** True if the walk stopped before the list ended. */
  cut: boolean;
}

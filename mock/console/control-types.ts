import type { Event } from '../../generated/types.ts';
import type { RuleStatus } from '../../src/shared/rule-status.ts';
import type { SeenRequest as Journaled } from '../control/seen-request.ts';
import type { Settings } from '../control/settings.ts';
import type { StreamBegan as Began, SeenStream, StreamEnd, StreamEvent } from '../control/stream-record.ts';

export type { ContractRunRequest } from '../control/console-tools.ts';
export type { PreparedResponse, QueuedResponse } from '../control/response-queue.ts';
export type { SeenViolation } from '../control/seen-request.ts';
export type { Settings, Speed } from '../control/settings.ts';
export type { StreamEvent } from '../control/stream-record.ts';

/** What the control API returns. Times are in milliseconds. */

export interface Names {
  title: string;
  operations: { id: string; method: string; path: string; summary: string }[];
  scenarios: { name: string; title: string; keyword?: string; when: string[] }[];
  /** `useful`: position in the list of the most useful faults; -1 for others. */
  faults: { name: string; usage: string; does: string; rule?: string; group: string; useful: number }[];
  sandboxes: string[];
  tools: { docs: boolean; contractTests: boolean };
  /** A valid bearer token; missing if only the user who started the server knows it. */
  token?: string;
  /** Proxy only: the server that requests are forwarded to. */
  upstream?: string;
}

/** The sandbox of an entry; `undefined` for the common one. */
interface InSandbox {
  sandbox?: string;
}

/** A request and its response. */
export type SeenRequest = Journaled & InSandbox;
export type StreamBegan = Began & InSandbox;
export type StreamEnded = StreamEnd & { stream: string };
/** A stream as `GET /__mock/streams` returns it. */
export type StreamRecord = SeenStream & InSandbox;

/** A session with its history. */
export interface FullSession {
  session_id: string;
  last_updated_at: string;
  generated_title?: string | null;
  index_ids?: string[] | null;
  events: Event[];
}

/** The events of the live feed, by name. */
export interface FeedEvents {
  request: SeenRequest;
  finished: { number: number; milliseconds: number } & InSandbox;
  queued: object;
  cleared: InSandbox;
  seeded: object;
  reset: InSandbox;
  settings: Settings & InSandbox;
  missed: { count: number };
  'stream-began': StreamBegan;
  'stream-event': StreamEvent;
  'stream-paused': { stream: string };
  'stream-resumed': { stream: string };
  'stream-ended': StreamEnded;
}

/** The result of a rule in a contract run. */
export interface RuleOutcome {
  rule: string;
  title: string;
  status: RuleStatus;
  violations: readonly RuleViolation[];
}

export interface RuleViolation {
  operation: string;
  message: string;
  expected: string;
  received: string;
  reproduce?: string;
  severity?: string;
}

/** The part of `report.json` that is shown. */
export interface ContractReport {
  conforms: boolean;
  verdict: string;
  requests: number;
  turns: number;
  durationMs: number;
  violations: readonly (RuleViolation & { rule: string })[];
  coverage: { operations: string[]; declaredOperations: string[]; eventTypes: string[]; declaredEventTypes: string[] };
  skipped: readonly { rule: string; reason: string }[];
  rules: readonly object[];
  stopped?: string;
}

import type { Event } from '../../generated/types.ts';
import type { RuleStatus } from '../../src/shared/rule-status.ts';

/** What the control API of the mock says; docs/mock.md describes it. Times are in milliseconds. */

export interface Names {
  title: string;
  operations: { id: string; method: string; path: string; summary: string }[];
  scenarios: { name: string; title: string; keyword?: string; when: string[] }[];
  /** `useful`: its place among those that most people need; -1 for the others. */
  faults: { name: string; usage: string; does: string; rule?: string; group: string; useful: number }[];
  sandboxes: string[];
  tools: { docs: boolean; contractTests: boolean };
  /** A bearer token that is right; left out where only the mock's user knows it. */
  token?: string;
}

export type Speed = number | 'max';

/** What holds for every request of a sandbox. */
export interface Settings {
  scenario?: string;
  faults: string[];
  speed: Speed;
}

/** One thing that validation said. */
export type Problem = string | { loc?: readonly (string | number)[]; msg: string; type?: string };

/** A request that the mock answered. */
export interface SeenRequest {
  number: number;
  at: string;
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: unknown;
  operation?: string;
  status: number;
  scenario?: string;
  /** Why this scenario was selected. */
  reason?: string;
  faults: readonly string[];
  milliseconds?: number;
  session?: string;
  sandbox?: string;
  problems?: readonly Problem[];
  responseHeaders?: Record<string, string>;
  responseBody?: unknown;
}

/** A turn that is played. */
export interface StreamBegan {
  stream: string;
  request: number;
  operation?: string;
  scenario?: string;
  session?: string;
  speed: Speed;
  faults: readonly string[];
  paused: boolean;
  sandbox?: string;
}

/** One piece of a stream as it left. */
export interface StreamEvent {
  stream: string;
  index: number;
  /** Since the stream began. */
  milliseconds: number;
  kind: 'message' | 'comment' | 'bytes';
  event?: string;
  type?: string;
  data: string;
  cut?: true;
  problems: readonly { clause: string; message: string }[];
}

export interface StreamEnded {
  stream: string;
  milliseconds: number;
  how: 'ended' | 'cut' | 'left';
  problems: readonly { clause: string; message: string }[];
}

/** A stream as `GET /__mock/streams` gives it. */
export interface StreamRecord extends StreamBegan {
  events: StreamEvent[];
  ended?: Omit<StreamEnded, 'stream'>;
}

/** A session with its history. */
export interface FullSession {
  session_id: string;
  last_updated_at: string;
  generated_title?: string | null;
  index_ids?: string[] | null;
  events: Event[];
}

/** What the live feed tells, by its names. */
export interface FeedEvents {
  request: SeenRequest;
  finished: { number: number; milliseconds: number; sandbox?: string };
  queued: object;
  cleared: { sandbox?: string };
  seeded: object;
  reset: { sandbox?: string };
  settings: Settings & { sandbox?: string };
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

/** What is shown of the object of `report.json`. */
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

import type { Clock } from '../lib/clock.ts';
import type { PageTokens } from './page-token.ts';
import type { Scenarios } from './scenarios.ts';
import type { Scheduler } from './scheduler.ts';
import type { SessionStore } from './session-store.ts';
import type { Settings } from './settings.ts';
import type { StreamJournal } from './stream-journal.ts';

/** Everything that handlers share: the sessions, and what time and chance give. Two worlds share nothing. */
export interface World {
  store: SessionStore;
  tokens: PageTokens;
  /** The time as a session shows it, each later than the one before. */
  timestamp(): string;
  /** A fresh id: `prefix_` and sixteen hexadecimal digits. */
  identifier(prefix: string): string;
  clock: Clock;
  scheduler: Scheduler;
  scenarios: Scenarios;
  /** What holds where a request asks for nothing else. It may change at any time. */
  settings: Settings;
  streams: StreamJournal;
}

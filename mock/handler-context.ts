import type { TimerClock } from '../src/shared/clock.ts';
import type { Settings } from './control/settings.ts';
import type { StreamJournal } from './control/stream-journal.ts';
import type { PageTokens } from './sessions/page-token.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { Scenarios } from './streams/scenarios.ts';

/** Everything that handlers share: the sessions, and what time and chance give. Two sandboxes share nothing. */
export interface HandlerContext {
  store: SessionStore;
  tokens: PageTokens;
  /** The time as a session shows it, each later than the one before. */
  timestamp(): string;
  /** A fresh id: `prefix_` and sixteen hexadecimal digits. */
  identifier(prefix: string): string;
  clock: TimerClock;
  scenarios: Scenarios;
  /** What holds where a request asks for nothing else. It may change at any time. */
  settings: Settings;
  streams: StreamJournal;
}

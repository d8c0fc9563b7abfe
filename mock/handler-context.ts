import type { TimerClock } from '../src/shared/clock.ts';
import type { Settings } from './control/settings.ts';
import type { StreamJournal } from './control/stream-journal.ts';
import type { ScenarioUses } from './scenarios/choose-scenario.ts';
import type { ScenarioLibrary } from './scenarios/scenario-library.ts';
import type { PageTokens } from './sessions/page-token.ts';
import type { SessionStore } from './sessions/session-store.ts';

/** Everything that handlers share: the sessions, and what time and chance give. Two sandboxes share nothing. */
export interface HandlerContext {
  store: SessionStore;
  tokens: PageTokens;
  /** The time as a session shows it, each later than the one before. */
  timestamp(): string;
  /** A fresh id: `prefix_` and sixteen hexadecimal digits. */
  identifier(prefix: string): string;
  clock: TimerClock;
  scenarios: ScenarioLibrary;
  /** How often each scenario has applied. */
  uses: ScenarioUses;
  /** The number of this request to an operation, from 1: the turn, for an API without sessions. */
  turnOf(operation: string): number;
  /** What holds where a request asks for nothing else. It may change at any time. */
  settings: Settings;
  streams: StreamJournal;
}

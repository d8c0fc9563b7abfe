import type { TimerClock } from '../src/shared/clock.ts';
import type { Settings } from './control/settings.ts';
import type { StreamJournal } from './control/stream-journal.ts';
import type { ScenarioUses } from './scenarios/choose-scenario.ts';
import type { ScenarioLibrary } from './scenarios/scenario-library.ts';
import type { PageTokens } from './sessions/page-token.ts';
import type { SessionStore } from './sessions/session-store.ts';

/** What all handlers of one sandbox share: sessions, clock and random values. */
export interface HandlerContext {
  store: SessionStore;
  tokens: PageTokens;
  /** The time as in `last_updated_at`; strictly increasing. */
  timestamp(): string;
  /** A fresh id: `prefix_` and sixteen hexadecimal digits. */
  identifier(prefix: string): string;
  clock: TimerClock;
  scenarios: ScenarioLibrary;
  /** How often each scenario has been used. */
  uses: ScenarioUses;
  /** The number of this request to an operation, from 1: the turn, for an API without sessions. */
  turnOf(operation: string): number;
  /** The defaults for requests. They can change at any time. */
  settings: Settings;
  streams: StreamJournal;
}

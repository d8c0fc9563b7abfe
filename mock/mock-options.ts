import type { Contract, Operation } from '../src/openapi/contract.ts';
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import type { TimerClock } from '../src/shared/clock.ts';
import type { ConsoleTools } from './control/console-tools.ts';
import type { Controls } from './control/control.ts';
import type { ControlAccess } from './control/control-guard.ts';
import type { Fault } from './faults/fault.ts';
import type { Incoming, Reply } from './http/exchange.ts';
import type { LogEntry } from './http/log.ts';
import type { Decision } from './request/decision.ts';
import type { MakeDynamic } from './response/responder.ts';
import type { ScenarioInput } from './scenarios/read-scenarios.ts';
import type { DescribedScenario, Scenario, ScenarioProblem } from './scenarios/scenario.ts';
import type { Seed } from './sessions/seed.ts';
import type { SessionStore } from './sessions/session-store.ts';

/** Options of a mock. All are optional. */
export interface MockOptions {
  /** The bundled OpenAPI document to serve (default: the Chat API). */
  document?: OpenApiDocument;
  /** Require this bearer token (default: accept any that does not begin with `invalid`). */
  token?: string;
  /** Scenarios of your own: files as text, or objects. `readScenarioFolder` reads a folder. */
  scenarios?: ScenarioInput | readonly Scenario[];
  /** Load the built-in scenarios (default: true). */
  builtinScenarios?: boolean;
  /** The default scenario: it plays if the request selects no other. */
  scenario?: string;
  /** Faults that are always on, with their values: `latency:200`. */
  faults?: readonly string[];
  /** Playback speed multiplier; `max` or 0 for no delays. */
  speed?: number | 'max';
  /** Timing of all streams, overriding their scenarios: `ttft=400ms rate=40/s jitter=0.2`. */
  pace?: string;
  /** Respond only with the examples of the document. */
  stateless?: boolean;
  /** Return 500 if an example of the document violates its schema. */
  errors?: boolean;
  /** Initial sessions: `demo` (default), `none`, the path of a seed file, or a seed object. */
  seed?: string | Seed;
  /** Maximum size of a request body, in bytes. */
  bodyLimit?: number;
  /**
   * Who may use `/__mock/`: local programs (`local`, the default), anyone with the token (`any`), or nobody (`off`).
   */
  control?: ControlAccess | 'off';
  /** Returns the session store for a name of `X-Mock-Session` (default: in memory). */
  store?: (session: string | undefined) => SessionStore;
  /** Additional tools of the console, provided by the command line. */
  tools?: ConsoleTools;
  clock?: TimerClock;
  /** Returns random bytes for ids and the key of the page tokens. */
  random?: (count: number) => Uint8Array;
  /** Called for each request once its response has ended. */
  log?: (entry: LogEntry) => void;
  /** Replaces the mock's own decision; a proxy forwards here. */
  respond?: Decision;
  /** The available faults (default: those of the mock). */
  knownFaults?: ReadonlyMap<string, Fault>;
  /** Add CORS headers that let a page of any origin read the response (default: true). */
  cors?: boolean;
}

/** A mock without a port. */
export interface Mock {
  /** Returns the response to a web request. Never rejects because of the request's content. */
  fetch(request: Request): Promise<Response>;
  /** The same without web objects, for servers with their own request type. */
  answer(incoming: Incoming): Promise<Reply>;
  /** The operations of the document. */
  readonly operations: readonly Operation[];
  /** The faults that apply to the document. */
  readonly faults: readonly Fault[];
  /** The scenarios that apply to the document. */
  readonly scenarios: DescribedScenario[];
  /** Responses of your scenarios that are never selected, because others have the same conditions. */
  readonly scenarioWarnings: ScenarioProblem[];
  /** The controls for tests, for requests with this `X-Mock-Session` or without one. */
  controls(session?: string): Controls;
  /** Replaces the document; sessions remain. @returns the problems of the scenarios with the new document */
  serve(document: OpenApiDocument): ScenarioProblem[];
  /** Replaces the user's scenarios. @throws {UsageError} with every problem, its file and line */
  useScenarios(scenarios: ScenarioInput | readonly Scenario[]): void;
  /** Ends the live feeds, which never end by themselves. */
  endFeeds(): void;
  /** Closes the session store. */
  close(): Promise<void>;
}

/** Features that only Node provides. */
export interface Platform {
  /** Reads a seed or a recording. */
  readFile?(file: string): string;
  /** Generates values for `Prefer: dynamic=true`; by default they are derived from the schema. */
  createDynamic?(contract: Contract): MakeDynamic;
  /** Reads a file of the console. */
  readConsoleFile?(name: string): string | undefined;
}

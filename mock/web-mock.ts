import document from '../generated/openapi.json' with { type: 'json' };
import { type Contract, type Operation, readContract } from '../src/openapi/contract.ts';
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import { createSchemaValidator, schemaValidatorOf } from '../src/openapi/schema-validator.ts';
import { markAsUpgraded } from '../src/openapi/upgrade-document.ts';
import { systemClock, type TimerClock } from '../src/shared/clock.ts';
import { toHex } from '../src/shared/encoding/bytes.ts';
import { UsageError } from '../src/shared/usage-error.ts';
import type { ConsoleTools } from './control/console-tools.ts';
import { type Controls, createControls } from './control/control.ts';
import { createControlApi } from './control/control-api.ts';
import type { ControlAccess } from './control/control-guard.ts';
import { checkFault, checkName, checkPace, checkSpeed, type Settings } from './control/settings.ts';
import { createCore } from './core.ts';
import { deriveFaults } from './faults/derived/derive-faults.ts';
import type { Fault } from './faults/fault.ts';
import { faultUsage } from './faults/fault-choice.ts';
import { allFaults, generalFaults, groupOfFault, usefulFaults } from './faults/index.ts';
import type { Incoming, Reply } from './http/exchange.ts';
import type { LogEntry } from './http/log.ts';
import { createRouter } from './http/router.ts';
import { fromRequest, toResponse } from './http/web-exchange.ts';
import { acceptsCredential, anyToken, readCredential } from './request/credential.ts';
import { createDecision, type Decision } from './request/decision.ts';
import type { MakeDynamic } from './response/responder.ts';
import { createSandbox, createSandboxes } from './sandbox.ts';
import { readBuiltInScenarios } from './scenarios/built-in-scenarios.ts';
import { readRecording, readScenarios, type ScenarioInput } from './scenarios/read-scenarios.ts';
import { describeConditions, type Scenario, type ScenarioProblem } from './scenarios/scenario.ts';
import { createScenarioLibrary } from './scenarios/scenario-library.ts';
import { handlers } from './sessions/handlers/index.ts';
import { createRandomPool } from './sessions/random-pool.ts';
import { plantSeed, readSeed, type Seed } from './sessions/seed.ts';
import { createMemoryStore, type SessionStore } from './sessions/session-store.ts';
import { createTimestamps } from './sessions/timestamps.ts';

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
  /** The controls for tests, for requests with this `X-Mock-Session` or without one. */
  controls(session?: string): Controls;
  /** Replaces the document; sessions remain. @returns the problems of the scenarios with the new document */
  serve(document: OpenApiDocument): ScenarioProblem[];
  /** Replaces the user's scenarios. @throws {UsageError} with every problem, its file and line */
  useScenarios(scenarios: ScenarioInput | readonly Scenario[]): void;
  /** Prepares all schemas before the first request; this takes 0.3 s for a large document. */
  prepare(): void;
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

/**
 * Creates a mock for any environment that has `fetch`. Mocks share no state.
 *
 * @throws {UsageError} if a scenario, a fault, the speed or the seed is unknown
 */
export function createWebMock(options: MockOptions = {}, platform: Platform = {}): Mock {
  const { clock = systemClock, random = createRandomPool(), control = 'local', seed = 'demo' } = options;
  let serving = createServing(options.document ?? (document as OpenApiDocument), options, platform);
  // Read on first use: reading them takes a tenth of the start.
  let read: readonly Scenario[] | undefined;
  const builtIn = () => {
    read ??= options.builtinScenarios === false ? [] : readBuiltInScenarios();
    return read;
  };
  const recorded = options.scenario?.endsWith('.sse') ? [openRecording(options.scenario, platform)] : [];
  const scenarios = createScenarioLibrary(builtIn, recorded, () => serving);
  const useScenarios: Mock['useScenarios'] = (given) => scenarios.replace(readGiven(given));
  if (options.scenarios) useScenarios(options.scenarios);
  const { scenario, faults = [], speed = 1, pace } = options;
  if (scenario !== undefined) checkName('scenario', scenario, scenarios.names());
  checkSpeed(speed);
  if (pace !== undefined) checkPace(pace);
  const settings: Settings = { faults, speed, ...named({ scenario, pace }) };
  const isChatApi = serving.contract.operations.some(({ id }) => handlers.has(id));
  const knownFaults = new Map(options.knownFaults ?? (isChatApi ? allFaults : generalFaults));
  /** The faults derived from the current document. */
  const derived = new Set<string>();
  const deriveAnew = () => {
    for (const name of derived) knownFaults.delete(name);
    derived.clear();
    if (options.knownFaults) return;
    // The stream of the Chat API has its own faults.
    const operations = serving.contract.operations.filter(({ id }) => id !== 'streamMessages');
    for (const fault of deriveFaults(operations)) {
      if (knownFaults.has(fault.name)) continue;
      knownFaults.set(fault.name, fault);
      derived.add(fault.name);
    }
  };
  deriveAnew();
  for (const fault of faults) checkFault(fault, knownFaults);
  const readAny = (other: string | Seed) => readSeed(other, { ...serving, readFile: platform.readFile });
  const planted = readAny(seed);
  const context = {
    timestamp: createTimestamps(clock),
    identifier: (prefix: string) => `${prefix}_${toHex(random(8))}`,
    clock,
    scenarios,
  };
  const openStore = options.store ?? createMemoryStore;
  const sandboxes = createSandboxes((name) =>
    createSandbox({
      context: { ...context, store: openStore(name) },
      settings,
      faults: knownFaults,
      random,
      plant: (store) => plantSeed(planted, store, clock),
    }),
  );
  const describeScenarios = () => scenarios.all().map(describeScenario);
  const controls = (session?: string) => {
    const parts = {
      clock,
      readSeed: readAny,
      operations: () => serving.contract.operations,
      scenarios,
      faults: knownFaults,
    };
    return createControls(sandboxes.of(session), parts);
  };
  const closing = new AbortController();
  const accepts = acceptsCredential(options.token);
  const core = createCore({
    sandboxes,
    serving: () => serving,
    scenarios: scenarios.names,
    faults: knownFaults,
    control:
      control === 'off'
        ? undefined
        : createControlApi({
            access: control,
            sandboxes,
            controlsOf: controls,
            accepts: (incoming) => accepts(readCredential(incoming)),
            names: () => ({
              title: serving.contract.title,
              operations: serving.contract.operations.map(({ id, method, path, summary }) => ({
                id,
                method,
                path,
                summary,
              })),
              scenarios: describeScenarios(),
              faults: [...knownFaults.values()].map((fault) => ({
                name: fault.name,
                usage: faultUsage(fault),
                does: fault.title,
                group: groupOfFault(fault.name),
                useful: usefulFaults.indexOf(fault.name),
                ...(fault.violates === undefined ? {} : { rule: fault.violates }),
              })),
              ...(options.token === undefined && !options.tools?.proxy ? { token: anyToken } : {}),
            }),
            tools: options.tools ?? {},
            readConsoleFile: platform.readConsoleFile ?? (() => undefined),
            clock,
            closing: closing.signal,
          }),
    random: () => random(4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32,
    settings: options,
  });
  return {
    answer: core,
    fetch: async (request) => toResponse(await core(fromRequest(request)), request),
    get operations() {
      return serving.contract.operations;
    },
    get faults() {
      return [...knownFaults.values()];
    },
    get scenarios() {
      return describeScenarios();
    },
    useScenarios,
    controls,
    serve(other) {
      const next = createServing(other, options, platform);
      // Compile all schemas now, so that a document with an invalid one does not replace the current document.
      for (const { parameters, requestBody } of next.contract.operations) {
        const media = Object.values(requestBody?.content ?? {});
        for (const { schema } of [...parameters, ...media]) if (schema) next.validate(schema, undefined);
      }
      serving = next;
      deriveAnew();
      return scenarios.recheck();
    },
    prepare() {
      for (const place of ['requestBodies', 'responses']) serving.validate(`#/components/${place}/none`, undefined);
    },
    endFeeds: () => closing.abort(),
    async close() {
      closing.abort();
      await Promise.all([...sandboxes.all()].map((sandbox) => sandbox.context.store.close()));
    },
  };
}

/** A scenario, as shown in lists. */
export interface DescribedScenario {
  name: string;
  title: string;
  /** `#keyword` in a prompt selects it. */
  keyword?: string;
  /** When it is selected automatically, one entry per response: `prompt contains "refund", turn 2`. */
  when: string[];
}

function describeScenario({ name, title, keyword, responses }: Scenario): DescribedScenario {
  const when = responses.map(({ conditions }) => describeConditions(conditions)).filter((words) => words !== '');
  return { name, title, ...named({ keyword }), when };
}

function readGiven(given: ScenarioInput | readonly Scenario[]): readonly Scenario[] {
  if (Array.isArray(given) && given.every((one) => 'responses' in one)) return given as readonly Scenario[];
  return readScenarios(given as ScenarioInput);
}

/** The fields that have a value. */
function named<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** @throws {UsageError} if it cannot be read or played */
function openRecording(file: string, { readFile }: Platform): Scenario {
  if (!readFile) throw new UsageError(`Unknown scenario ${file}. Only a mock in Node reads files.`);
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    throw new UsageError(`Cannot read the scenario ${file}: ${(error as Error).message}`);
  }
  return readRecording(file, text);
}

/** The parts that depend only on the document. */
function createServing(served: OpenApiDocument, settings: MockOptions, { createDynamic }: Platform) {
  // The bundled document is already upgraded, which a test verifies; checking it here takes a tenth of the start.
  if (served === document) markAsUpgraded(served);
  const contract = readContract(served);
  // Callers may change their document and serve it again.
  const createValidator = contract.document === document ? schemaValidatorOf : createSchemaValidator;
  const validate = createValidator(contract.document);
  return {
    contract,
    validate,
    findRoute: createRouter(contract.operations),
    decide: createDecision({ contract, validate, settings, makeDynamic: createDynamic?.(contract) }),
  };
}

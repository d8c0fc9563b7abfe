import { chatApiDocument } from '../generated/chat-api-document.ts';
import { systemClock } from '../src/shared/clock.ts';
import { toHex } from '../src/shared/encoding/bytes.ts';
import { UsageError } from '../src/shared/usage-error.ts';
import { consoleNames } from './control/console-names.ts';
import { createControls } from './control/control.ts';
import { createControlApi } from './control/control-api.ts';
import { checkFault, checkName, checkPace, checkSpeed, type Settings } from './control/settings.ts';
import { createCore } from './core.ts';
import { createKnownFaults } from './faults/known-faults.ts';
import { fromRequest, toResponse } from './http/web-exchange.ts';
import type { Mock, MockOptions, Platform } from './mock-options.ts';
import { acceptsCredential, anyToken, readCredential } from './request/credential.ts';
import { createSandbox, createSandboxes } from './sandbox.ts';
import { readBuiltInScenarios } from './scenarios/built-in-scenarios.ts';
import { readRecording, readScenarios, type ScenarioInput } from './scenarios/read-scenarios.ts';
import { describeScenario, type Scenario } from './scenarios/scenario.ts';
import { createScenarioLibrary } from './scenarios/scenario-library.ts';
import { createServing } from './serving.ts';
import { createRandomPool } from './sessions/random-pool.ts';
import { plantSeed, readSeed, type Seed } from './sessions/seed.ts';
import { createMemoryStore } from './sessions/session-store.ts';
import { createTimestamps } from './sessions/timestamps.ts';

/**
 * Creates a mock for any environment that has `fetch`. Mocks share no state.
 *
 * @throws {UsageError} if a scenario, a fault, the speed or the seed is unknown
 */
export function createWebMock(options: MockOptions = {}, platform: Platform = {}): Mock {
  const { clock = systemClock, random = createRandomPool(), control = 'local', seed = 'demo' } = options;
  let serving = createServing(options.document ?? chatApiDocument(), options, platform);
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
  const settings: Settings = {
    faults,
    speed,
    ...(scenario === undefined ? {} : { scenario }),
    ...(pace === undefined ? {} : { pace }),
  };
  const { faults: knownFaults, derive } = createKnownFaults(options.knownFaults, () => serving.contract.operations);
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
              ...consoleNames(serving.contract, describeScenarios(), knownFaults),
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
    get scenarioWarnings() {
      return scenarios.warnings();
    },
    get scenarios() {
      return describeScenarios();
    },
    useScenarios,
    controls,
    serve(other) {
      serving = createServing(other, options, platform);
      derive();
      return scenarios.recheck();
    },
    endFeeds: () => closing.abort(),
    async close() {
      closing.abort();
      await Promise.all([...sandboxes.all()].map((sandbox) => sandbox.context.store.close()));
    },
  };
}

function readGiven(given: ScenarioInput | readonly Scenario[]): readonly Scenario[] {
  if (Array.isArray(given) && given.every((one) => 'responses' in one)) return given as readonly Scenario[];
  return readScenarios(given as ScenarioInput);
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

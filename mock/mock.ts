import document from '../generated/openapi.json' with { type: 'json' };
import { type Operation, readContract } from '../src/openapi/contract.ts';
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import { createSchemaValidator, schemaValidatorOf } from '../src/openapi/schema-validator.ts';
import { systemClock, type TimerClock } from '../src/shared/clock.ts';
import type { ConsoleTools } from './control/console-tools.ts';
import { type Controls, createControls } from './control/control.ts';
import { createControlApi } from './control/control-api.ts';
import type { ControlAccess } from './control/control-guard.ts';
import { checkFault, checkName, checkSpeed, type Settings } from './control/settings.ts';
import { createCore } from './core.ts';
import type { Fault } from './faults/fault.ts';
import { faultUsage } from './faults/fault-choice.ts';
import { allFaults } from './faults/index.ts';
import type { Incoming, Reply } from './http/exchange.ts';
import type { LogEntry } from './http/log.ts';
import { createRouter } from './http/router.ts';
import { fromRequest, toResponse } from './http/web-exchange.ts';
import { acceptsCredential, anyToken, readCredential } from './request/credential.ts';
import { createDecision, type Decision } from './request/decision.ts';
import { createSandbox, createSandboxes } from './sandbox.ts';
import { createRandomPool } from './sessions/random-pool.ts';
import { plantSeed, readSeed, type Seed } from './sessions/seed.ts';
import { createMemoryStore, type SessionStore } from './sessions/session-store.ts';
import { createTimestamps } from './sessions/timestamps.ts';
import { defaultScenario, loadScenarios } from './streams/scenarios.ts';

/** What a mock can be told. Everything may be left out. */
export interface MockOptions {
  /** The bundled OpenAPI document that is served; the project's own where left out. */
  document?: OpenApiDocument;
  /** The only bearer token that is right; where left out, any that does not begin with `invalid`. */
  token?: string;
  /** The scenario that turns play, where neither the prompt nor `Prefer` chooses one. */
  scenario?: string;
  /** Faults that are always on, with their values: `latency:200`. */
  faults?: readonly string[];
  /** How many times faster than written turns are played; `max` or 0 for no waiting. */
  speed?: number | 'max';
  /** Every answer comes from the contract's examples. */
  stateless?: boolean;
  /** The sessions at the start: `demo` (the default), `none`, the path of a seed file, or a seed. */
  seed?: string | Seed;
  /** The longest body that is read, in bytes. */
  bodyLimit?: number;
  /** Who may use `/__mock/`: programs of this machine (`local`, the default), whoever has the token (`any`), nobody. */
  control?: ControlAccess | 'off';
  /** Where sessions are kept: a store for each name of `X-Mock-Session`; memory where left out. */
  store?: (session: string | undefined) => SessionStore;
  /** What the console does beside the mock's own; the command line hands it in. */
  tools?: ConsoleTools;
  clock?: TimerClock;
  /** Random bytes, for ids and for the key of the page tokens. */
  random?: (count: number) => Uint8Array;
  /** Called for each request once its response has ended. */
  log?: (entry: LogEntry) => void;
  /** Decides in place of the document that is served; a proxy forwards. */
  respond?: Decision;
  /** The faults that there are; those of the mock by default. */
  knownFaults?: ReadonlyMap<string, Fault>;
  /** Adds the headers that let a page of any origin read the response; true by default. */
  cors?: boolean;
}

/** A mock without a port. */
export interface Mock {
  /** Answers a web request. It never rejects because of what the request says. */
  fetch(request: Request): Promise<Response>;
  /** The same, without web objects: for a server that has its own. */
  answer(incoming: Incoming): Promise<Reply>;
  /** The operations that are served. */
  readonly operations: readonly Operation[];
  /** By name: what each scenario shows, and the word that chooses it in a prompt. */
  scenarios: { name: string; title: string; keyword: string }[];
  /** What a test does with the mock, for requests without or with this `X-Mock-Session`. */
  controls(session?: string): Controls;
  /** Serves another document from now on; the sessions stay. */
  serve(document: OpenApiDocument): void;
  /** Ends the live feeds, which would go on for ever. */
  endFeeds(): void;
  /** Lets go of the store. */
  close(): Promise<void>;
}

/**
 * Makes a mock. Two of them share nothing.
 *
 * @throws {UsageError} where a scenario, a fault, the speed or the seed is not known
 */
export function createMock(options: MockOptions = {}): Mock {
  const { clock = systemClock, random = createRandomPool(), control = 'local', seed = 'demo' } = options;
  let serving = createServing(options.document ?? (document as OpenApiDocument), options);
  const scenarios = loadScenarios(options.scenario);
  const { scenario = defaultScenario, faults = [], speed = 1 } = options;
  const settings: Settings = { scenario, faults, speed };
  const { knownFaults = allFaults } = options;
  const names = { scenarios: [...scenarios.keys()], faults: knownFaults };
  checkName('scenario', scenario, names.scenarios);
  checkSpeed(speed);
  for (const fault of faults) checkFault(fault, knownFaults);
  const readAny = (other: string | Seed) => readSeed(other, serving.contract, serving.validate);
  const planted = readAny(seed);
  const context = {
    timestamp: createTimestamps(clock),
    identifier: (prefix: string) => `${prefix}_${Buffer.from(random(8)).toString('hex')}`,
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
  const describeScenarios = () => [...scenarios].map(([name, { title, keyword }]) => ({ name, title, keyword }));
  const controls = (session?: string) => {
    const parts = { clock, readSeed: readAny, operations: () => serving.contract.operations, ...names };
    return createControls(sandboxes.of(session), parts);
  };
  const closing = new AbortController();
  const accepts = acceptsCredential(options.token);
  const core = createCore({
    sandboxes,
    serving: () => serving,
    ...names,
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
                ...(fault.breaks === undefined ? {} : { rule: fault.breaks }),
              })),
              ...(options.token === undefined ? { token: anyToken } : {}),
            }),
            tools: options.tools ?? {},
            clock,
            closing: closing.signal,
          }),
    random: () => Buffer.from(random(4)).readUInt32LE() / 2 ** 32,
    settings: options,
  });
  return {
    answer: core,
    fetch: async (request) => toResponse(await core(fromRequest(request)), request.signal),
    get operations() {
      return serving.contract.operations;
    },
    scenarios: describeScenarios(),
    controls,
    serve(other) {
      const next = createServing(other, options);
      // Schemas are compiled when they are first needed; here that is now, so that a broken one takes no one's place.
      for (const { parameters, requestBody } of next.contract.operations) {
        const media = Object.values(requestBody?.content ?? {});
        for (const { schema } of [...parameters, ...media]) if (schema) next.validate(schema, undefined);
      }
      serving = next;
    },
    endFeeds: () => closing.abort(),
    async close() {
      closing.abort();
      await Promise.all([...sandboxes.all()].map((sandbox) => sandbox.context.store.close()));
    },
  };
}

/** What depends on the document alone. */
function createServing(served: OpenApiDocument, settings: MockOptions) {
  const contract = readContract(served);
  // Whoever hands in a document may change it and serve it again.
  const createValidator = contract.document === document ? schemaValidatorOf : createSchemaValidator;
  const validate = createValidator(contract.document);
  return {
    contract,
    validate,
    findRoute: createRouter(contract.operations),
    decide: createDecision({ contract, validate, settings }),
  };
}

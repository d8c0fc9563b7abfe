import { fromHex, toHex } from '../src/shared/encoding/bytes.ts';
import { createRequestJournal, type FeedListener, type RequestJournal } from './control/request-journal.ts';
import { createResponseQueue, type ResponseQueue } from './control/response-queue.ts';
import type { Settings } from './control/settings.ts';
import { createStreamJournal } from './control/stream-journal.ts';
import type { Fault } from './faults/fault.ts';
import { createFaultSet, type FaultSet } from './faults/fault-line.ts';
import type { HandlerContext } from './handler-context.ts';
import { createPageTokens } from './sessions/page-token.ts';
import type { SessionStore } from './sessions/session-store.ts';

/** Isolated state for one `X-Mock-Session`: sessions, settings, queued responses and the journal. */
export interface Sandbox {
  context: HandlerContext;
  /** Faults can have state, so each sandbox has its own. */
  faults: FaultSet;
  next: ResponseQueue;
  journal: RequestJournal;
  /** Resolves once the seed is stored. Retries if the store was unreachable. */
  ready(): Promise<void> | undefined;
  /** Restores the initial state, or the state of another seed. */
  reset(plant?: Plant): Promise<void>;
}

/** Stores the sessions of a seed. */
export type Plant = (store: SessionStore) => Promise<void>;

/** The parts of a sandbox. */
export interface SandboxParts {
  context: Omit<HandlerContext, 'tokens' | 'settings' | 'streams' | 'uses' | 'turnOf'>;
  /** The initial settings. */
  settings: Settings;
  faults: ReadonlyMap<string, Fault>;
  random: (count: number) => Uint8Array;
  plant: Plant;
}

export function createSandbox({ context: parts, settings, faults, random, plant }: SandboxParts): Sandbox {
  const { store, clock } = parts;
  const journal = createRequestJournal(clock);
  const streams = createStreamJournal({
    clock,
    tell: journal.tell,
    isHeard: () => journal.isHeard,
    identifier: () => parts.identifier('stream'),
  });
  // Read on first use, because the first random bytes load Node's cryptography.
  let own: string | undefined;
  const ownKey = () => {
    own ??= toHex(random(32));
    return own;
  };
  const uses: HandlerContext['uses'] = new Map();
  const turns = new Map<string, number>();
  const context: HandlerContext = {
    ...parts,
    settings,
    streams,
    tokens: createPageTokens(() => fromHex(ownKey())),
    uses,
    turnOf(operation) {
      const turn = (turns.get(operation) ?? 0) + 1;
      turns.set(operation, turn);
      return turn;
    },
  };
  const prepare = async () => {
    // Processes that share a store must accept each other's page tokens, and only the first one stores its seed.
    if (store.agree) {
      const key = fromHex(await store.agree('page-token-key', ownKey()));
      context.tokens = createPageTokens(() => key);
      if ((await store.agree('planted-by', ownKey())) !== ownKey()) return;
    }
    await plant(store);
  };
  let prepared = false;
  let preparing: Promise<void> | undefined;
  const sandbox: Sandbox = {
    context,
    faults: createFaultSet(faults),
    next: createResponseQueue(),
    journal,
    ready() {
      if (prepared) return undefined;
      preparing ??= prepare()
        .then(() => {
          prepared = true;
        })
        .finally(() => {
          preparing = undefined;
        });
      return preparing;
    },
    async reset(other) {
      await sandbox.ready();
      sandbox.faults = createFaultSet(faults);
      sandbox.next.clear();
      sandbox.journal.clear();
      streams.clear();
      context.settings = settings;
      uses.clear();
      turns.clear();
      await store.clear();
      await (other ?? plant)(store);
      sandbox.journal.tell('reset', {});
    },
  };
  return sandbox;
}

/** The header that selects a request's sandbox. */
export const sessionHeader = 'x-mock-session';

export function isSessionName(name: string | undefined): name is string {
  return name !== undefined && /^[\w.:-]{1,100}$/.test(name);
}

/** The sandboxes by the name in `X-Mock-Session`. Without a name: the common sandbox. */
export interface Sandboxes {
  of(name: string | undefined): Sandbox;
  all(): Iterable<Sandbox>;
  /** The names of the named sandboxes. */
  names(): string[];
  /** Listens to all sandboxes, including future ones. @returns a function that stops listening */
  watch(listener: (name: string | undefined, kind: string, data: object) => void): () => void;
}

/** Maximum named sandboxes; the least recently used one is dropped. */
const mostSandboxes = 1000;

/** @param make creates a sandbox; called with `undefined` for the common one */
export function createSandboxes(make: (name: string | undefined) => Sandbox): Sandboxes {
  const common = make(undefined);
  const named = new Map<string, Sandbox>();
  const watchers = new Set<(name: string | undefined, sandbox: Sandbox) => void>();
  const open = (name: string) => {
    const sandbox = make(name);
    for (const watcher of watchers) watcher(name, sandbox);
    return sandbox;
  };
  return {
    of(name) {
      if (name === undefined) return common;
      const sandbox = named.get(name) ?? open(name);
      named.delete(name);
      named.set(name, sandbox);
      const oldest = named.keys().next().value;
      if (named.size > mostSandboxes && oldest !== undefined) named.delete(oldest);
      return sandbox;
    },
    all: () => [common, ...named.values()],
    names: () => [...named.keys()],
    watch(listener) {
      const stops: (() => void)[] = [];
      const watcher = (name: string | undefined, { journal }: Sandbox) => {
        const own: FeedListener = (kind, data) => listener(name, kind, data);
        stops.push(journal.listen(own));
      };
      watcher(undefined, common);
      for (const [name, sandbox] of named) watcher(name, sandbox);
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        for (const stop of stops.splice(0)) stop();
      };
    },
  };
}

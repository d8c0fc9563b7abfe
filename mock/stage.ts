import type { Fault } from './fault.ts';
import { createFaultSet, type FaultSet } from './fault-line.ts';
import { createNextAnswers, type NextAnswers } from './next-answers.ts';
import { createPageTokens } from './page-token.ts';
import { createRequestJournal, type FeedListener, type RequestJournal } from './request-journal.ts';
import type { SessionStore } from './session-store.ts';
import type { Settings } from './settings.ts';
import { createStreamJournal } from './stream-journal.ts';
import type { World } from './world.ts';

/** What requests with one `X-Mock-Session` see: sessions of their own, and what a test asked for and wants to know. */
export interface Stage {
  world: World;
  /** Faults may remember what they saw, so each stage has its own. */
  faults: FaultSet;
  next: NextAnswers;
  journal: RequestJournal;
  /** Resolves once the seed is planted; a store that was lost meanwhile is tried again. */
  ready(): Promise<void> | undefined;
  /** Back to how it was at the start, or to another seed. */
  reset(plant?: Plant): Promise<void>;
}

/** Stores the sessions of a seed. */
export type Plant = (store: SessionStore) => Promise<void>;

/** What a stage is made of. */
export interface StageParts {
  world: Omit<World, 'tokens' | 'settings' | 'streams'>;
  /** Those of the start. */
  settings: Settings;
  faults: ReadonlyMap<string, Fault>;
  random: (count: number) => Uint8Array;
  plant: Plant;
}

export function createStage({ world: parts, settings, faults, random, plant }: StageParts): Stage {
  const { store, clock } = parts;
  const journal = createRequestJournal(clock);
  const streams = createStreamJournal({
    clock,
    tell: journal.tell,
    isHeard: () => journal.isHeard,
    identifier: () => parts.identifier('stream'),
  });
  // Whoever shares the store has to read the page tokens of the others, and only the first plants its seed.
  const own = Buffer.from(random(32)).toString('hex');
  const world: World = { ...parts, settings, streams, tokens: createPageTokens(Buffer.from(own, 'hex')) };
  const prepare = async () => {
    world.tokens = createPageTokens(Buffer.from(await store.agree('page-token-key', own), 'hex'));
    if ((await store.agree('planted-by', own)) === own) await plant(store);
  };
  let prepared = false;
  let preparing: Promise<void> | undefined;
  const stage: Stage = {
    world,
    faults: createFaultSet(faults),
    next: createNextAnswers(),
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
      await stage.ready();
      stage.faults = createFaultSet(faults);
      stage.next.clear();
      stage.journal.clear();
      streams.clear();
      world.settings = settings;
      await store.clear();
      await (other ?? plant)(store);
      stage.journal.tell('reset', {});
    },
  };
  return stage;
}

/** Names the stage that a request is for. */
export const sessionHeader = 'x-mock-session';

export function isSessionName(name: string | undefined): name is string {
  return name !== undefined && /^[\w.:-]{1,100}$/.test(name);
}

/** The stages by the name in `X-Mock-Session`; without a name, the common one. */
export interface Stages {
  of(name: string | undefined): Stage;
  all(): Iterable<Stage>;
  /** The names of those that have one. */
  names(): string[];
  /** Listens to all of them, those to come as well. @returns stops it */
  watch(listener: (name: string | undefined, kind: string, data: object) => void): () => void;
}

/** So many named stages are kept; the one that was used longest ago is forgotten. */
const mostStages = 1000;

/** @param make the common stage is made with `undefined` */
export function createStages(make: (name: string | undefined) => Stage): Stages {
  const common = make(undefined);
  const named = new Map<string, Stage>();
  const watchers = new Set<(name: string | undefined, stage: Stage) => void>();
  const open = (name: string) => {
    const stage = make(name);
    for (const watcher of watchers) watcher(name, stage);
    return stage;
  };
  return {
    of(name) {
      if (name === undefined) return common;
      const stage = named.get(name) ?? open(name);
      named.delete(name);
      named.set(name, stage);
      const oldest = named.keys().next().value;
      if (named.size > mostStages && oldest !== undefined) named.delete(oldest);
      return stage;
    },
    all: () => [common, ...named.values()],
    names: () => [...named.keys()],
    watch(listener) {
      const stops: (() => void)[] = [];
      const watcher = (name: string | undefined, { journal }: Stage) => {
        const own: FeedListener = (kind, data) => listener(name, kind, data);
        stops.push(journal.listen(own));
      };
      watcher(undefined, common);
      for (const [name, stage] of named) watcher(name, stage);
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        for (const stop of stops.splice(0)) stop();
      };
    },
  };
}

import type { Fault } from './fault.ts';
import { createFaultSet, type FaultSet } from './fault-line.ts';
import { createNextAnswers, type NextAnswers } from './next-answers.ts';
import { createPageTokens } from './page-token.ts';
import { createRequestJournal, type RequestJournal } from './request-journal.ts';
import type { SessionStore } from './session-store.ts';
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
  world: Omit<World, 'tokens'>;
  faults: ReadonlyMap<string, Fault>;
  random: (count: number) => Uint8Array;
  plant: Plant;
}

export function createStage({ world: parts, faults, random, plant }: StageParts): Stage {
  const { store, clock } = parts;
  // Whoever shares the store has to read the page tokens of the others, and only the first plants its seed.
  const own = Buffer.from(random(32)).toString('hex');
  const world: World = { ...parts, tokens: createPageTokens(Buffer.from(own, 'hex')) };
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
    journal: createRequestJournal(clock),
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
}

/** So many named stages are kept; the one that was used longest ago is forgotten. */
const mostStages = 1000;

/** @param make the common stage is made with `undefined` */
export function createStages(make: (name: string | undefined) => Stage): Stages {
  const common = make(undefined);
  const named = new Map<string, Stage>();
  return {
    of(name) {
      if (name === undefined) return common;
      const stage = named.get(name) ?? make(name);
      named.delete(name);
      named.set(name, stage);
      const oldest = named.keys().next().value;
      if (named.size > mostStages && oldest !== undefined) named.delete(oldest);
      return stage;
    },
    all: () => [common, ...named.values()],
  };
}

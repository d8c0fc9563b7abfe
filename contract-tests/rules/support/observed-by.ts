import type { ProbeName } from '../../probes/probe-name.ts';
import type { Observations } from '../../run/observations.ts';

/** A part of what a run observed. */
export type Observed = keyof Observations;

/** The observations of every run: all exchanges, and the sessions created for it. */
type Always = 'exchanges' | 'sessions';

/** The observations that each probe adds. */
interface AddedBy extends Record<ProbeName, Observed> {
  sessions: 'snapshots';
  paging: 'walks';
  conversation: 'snapshots' | 'titles' | 'indexUses' | 'turns';
  unbound: 'snapshots' | 'indexUses' | 'turns';
  interruption: 'overlaps' | 'departures' | 'turns';
  constraints: never;
  generated: 'generated';
  credentials: never;
  methods: never;
  unknown: 'unknown' | 'nowhere';
  projects: 'foreign';
  scopes: 'scoped' | 'foreign' | 'turns';
  end: 'walks' | 'bystanders';
  deletion: 'survivors' | 'afterDeletion';
}

/** The observations that a rule with these `needs` can read. */
export type ObservedBy<Needs extends readonly ProbeName[] | 'all'> = Needs extends readonly ProbeName[]
  ? Always | AddedBy[Needs[number]]
  : Observed;

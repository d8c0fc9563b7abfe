import type { ProbeName } from '../../probes/probe-name.ts';
import type { Observations } from '../../run/observations.ts';

/** A part of what a run observed. */
export type Observed = keyof Observations;

/** What every run observes: each request with its response, and the sessions that were created for it. */
type Always = 'exchanges' | 'sessions';

/** What each probe adds to the observations. */
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

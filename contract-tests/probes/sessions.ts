import { createSession, type Probe } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

/** Creates the sessions for the list and for the other probes. */
export async function createSessions(probe: Probe): Promise<void> {
  const { indexIds } = probe.run.options;
  const [first = ''] = indexIds;
  const roles: [role: string, indexIds: string[] | null | undefined][] = [
    ['main', indexIds.slice(0, 2)],
    ['busy', null],
    // Only the probes of single operations use it, but it gives the list three pages of two.
    ['target', undefined],
    ['unbound', undefined],
    // Last, because defects between sessions most likely affect the newest one, and this one has no turn.
    ['quiet', [first]],
  ];
  await Promise.all(roles.map(([role, ids]) => createSession(probe, role, ids)));
}

/** Reads the created sessions in their initial state. */
export async function readCreated(probe: Probe): Promise<void> {
  const ids = probe.seen.sessions.flatMap(({ role, id }) =>
    id === undefined || role === 'found' || role === 'target' ? [] : [id],
  );
  await Promise.all(ids.map((id) => takeSnapshot(probe, id, 'created')));
}

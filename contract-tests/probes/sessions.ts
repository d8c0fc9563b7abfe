import { createSession, type Probe } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

/** Creates the sessions that the other probes use, and reads those that show what a new session is. */
export async function createSessions(probe: Probe): Promise<void> {
  const { indexIds } = probe.run.options;
  const [first = ''] = indexIds;
  const roles: [role: string, indexIds: string[] | null | undefined][] = [
    ['main', indexIds.slice(0, 2)],
    ['quiet', [first]],
    ['unbound', undefined],
    ['busy', null],
    ['target', undefined],
    ['disposable', undefined],
    ['foreign', [first]],
  ];
  const read = new Set(['main', 'quiet', 'unbound', 'busy']);
  await Promise.all(
    roles.map(async ([role, ids]) => {
      const { id } = await createSession(probe, role, ids);
      if (id !== undefined && read.has(role)) await takeSnapshot(probe, id, 'created');
    }),
  );
}

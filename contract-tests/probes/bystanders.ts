import { chat } from '../rules/support/chat-api.ts';
import type { Created } from '../run/run.ts';
import { about, type Probe, sessionOf } from './probe.ts';

/** Maximum sessions to read. */
const most = 7;

/** Reads every session of this run without a turn: they must be unchanged. */
export async function readBystanders({ run, seen }: Probe): Promise<void> {
  const used = new Set(
    run.exchanges
      .filter(({ operation, response }) => operation === chat.stream && response && response.status < 300)
      .map(({ session }) => session),
  );
  const quiet = [...run.created.values()].filter((one) => !used.has(one.id) && isOwn(run, one)).map(({ id }) => id);
  // Sessions with a rejected turn first: it must have left no trace.
  const refused = new Set(
    run.exchanges.filter(({ operation }) => operation === chat.stream).map(({ session }) => session),
  );
  // The unused session shows leaks from other sessions.
  const untouched = quiet.filter((id) => id === sessionOf(seen, 'quiet'));
  const others = quiet.filter((id) => !untouched.includes(id));
  const sorted = [...untouched, ...others.filter((id) => refused.has(id)), ...others.filter((id) => !refused.has(id))];
  const intent = { purpose: 'reads a session without a turn', case: { kind: 'other' as const } };
  await Promise.all(
    [...sorted.slice(0, most / 2), ...sorted.slice(most / 2).slice(-most / 2)].map(async (session) => {
      seen.bystanders.push(await run.send(chat.full, about(session), { ...intent, session }));
    }),
  );
}

/** False for sessions created in another project or organization. */
function isOwn(run: Probe['run'], { query }: Created): boolean {
  const { project_id: project = run.options.projectId, organization_id: organization } = query;
  return project === run.options.projectId && organization === undefined;
}

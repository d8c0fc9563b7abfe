import { chat, sessionIdIn } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Created } from '../run/run.ts';
import { about, type Probe, sessionOf } from './probe.ts';

/** Maximum sessions to read, and how many of them must have been the newest during turns. */
const most = { sessions: 7, newest: 1 };

/**
 * Reads sessions of this run without a turn: they must be unchanged. First the unused one, then those that a wrong turn
 * most likely affects: the newest ones at the time, and those with a rejected turn, which must have left no trace.
 */
export async function readBystanders({ run, seen }: Probe): Promise<void> {
  const turns = run.exchanges.filter(({ operation }) => operation === chat.stream);
  const idsOf = (exchanges: readonly Exchange[]) => new Set(exchanges.map(({ session }) => session));
  const used = idsOf(turns.filter(({ response }) => response && response.status < 300));
  const refused = idsOf(turns);
  const quiet = [...run.created.values()].filter((one) => !used.has(one.id) && isOwn(run, one)).map(({ id }) => id);
  const newest = newestDuringTurns(run).filter((id) => quiet.includes(id));
  const sorted = new Set([
    ...quiet.filter((id) => id === sessionOf(seen, 'quiet')),
    ...newest.slice(0, most.newest),
    ...quiet.filter((id) => refused.has(id)),
    ...quiet.toReversed(),
  ]);
  const intent = { purpose: 'reads a session without a turn', case: { kind: 'other' as const } };
  await Promise.all(
    [...sorted].slice(0, most.sessions).map(async (session) => {
      seen.bystanders.push(await run.send(chat.full, about(session), { ...intent, session }));
    }),
  );
}

/** The sessions that were the newest when a turn began or ended; those of several turns first. */
function newestDuringTurns({ exchanges, turns }: Probe['run']): string[] {
  const created = exchanges.flatMap(({ operation, response, startedAt, durationMs }) => {
    const id = operation === chat.create ? sessionIdIn(response?.json) : undefined;
    return id === undefined ? [] : [{ id, at: startedAt + durationMs }];
  });
  const newestAt = (moment: number, own: string) => created.findLast(({ id, at }) => id !== own && at <= moment)?.id;
  const times = new Map<string, number>();
  for (const { session, exchange } of turns) {
    const { startedAt, durationMs, response } = exchange;
    const moments = [startedAt, startedAt + (response?.firstByteMs ?? 0), startedAt + durationMs];
    for (const id of new Set(moments.map((moment) => newestAt(moment, session)))) {
      if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
    }
  }
  return [...times].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

/** False for sessions created in another project or organization. */
export function isOwn(run: Probe['run'], { query }: Created): boolean {
  const { project_id: project = run.options.projectId, organization_id: organization } = query;
  return project === run.options.projectId && organization === undefined;
}

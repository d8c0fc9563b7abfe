import type { Operation } from '../../src/openapi/contract.ts';
import { chat } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { isOwn } from './bystanders.ts';
import { about, type Probe, sessionOf } from './probe.ts';
import type { Targets } from './targets.ts';

/** Sessions without a turn to read again after another one was deleted. */
const mostRead = 2;

/** Deletes a session with a history, then requests it with every operation. */
export async function deleteSession(probe: Probe, targets: Targets): Promise<void> {
  const { run, seen } = probe;
  const session = sessionOf(seen, 'main');
  if (session === undefined) return;
  const others = otherSessions(probe, session);
  const isRead = (id: string) => seen.exchanges.some((one) => one.operation === chat.full && one.session === id);
  await readEach(
    probe,
    others.filter((id) => !isRead(id)),
    'reads a session before another one is deleted',
  );
  const deletion = await run.send(chat.delete, about(session), { purpose: 'deletes a session', session });
  if (!deletion.response || deletion.response.status >= 300) return;
  const intent = { purpose: 'names a deleted session', case: { kind: 'other' as const }, session };
  const isLast = (id: string) => id === chat.delete;
  const again = run.contract.operations.filter((operation) => targets.resourceOf(operation));
  const ask = async (operation: Operation) => {
    const plain = targets.requestOf(operation, session);
    if (typeof plain === 'string') return;
    const exchange = await run.sendWithinBudget(operation, plain.parts, intent);
    if (exchange) seen.afterDeletion.push({ session, exchange, list: false });
  };
  await Promise.all([
    ...again.filter(({ id }) => !isLast(id)).map(ask),
    findInList(probe, session),
    readEach(probe, others, 'reads a session after another one was deleted').then((read) =>
      seen.survivors.push(...read),
    ),
  ]);
  // The second deletion is last: it may delete what the first one did not.
  await Promise.all(again.filter(({ id }) => isLast(id)).map(ask));
}

async function findInList({ run, seen }: Probe, session: string): Promise<void> {
  const purpose = 'looks for a deleted session in the list';
  const exchange = await run.send(chat.list, { path: {}, query: { page_size: 50 } }, { purpose, session });
  seen.afterDeletion.push({ session, exchange, list: true });
}

/** Sessions that were used last, created just before and after it, and the newest, if they have been read. */
function otherSessions({ run, seen }: Probe, deleted: string): string[] {
  const read = seen.bystanders.flatMap(({ session }) => session ?? []).slice(0, mostRead);
  const newest = [...run.created.values()].filter((one) => isOwn(run, one)).at(-1)?.id;
  const others = [sessionOf(seen, 'unbound'), sessionOf(seen, 'busy'), newest, ...read];
  return [...new Set(others)].filter((id) => id !== undefined).filter((id) => id !== deleted);
}

function readEach(
  { run }: Probe,
  sessions: readonly string[],
  purpose: string,
): Promise<{ session: string; exchange: Exchange }[]> {
  return Promise.all(
    sessions.map(async (session) => {
      const intent = { purpose, case: { kind: 'other' as const }, session };
      return { session, exchange: await run.send(chat.full, about(session), intent) };
    }),
  );
}

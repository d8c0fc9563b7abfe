import { chat } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Snapshot } from '../run/observations.ts';
import { about, itemsOf, nextToken, type Probe } from './probe.ts';

/** Maximum pages to search for a session: it was just changed, so it is near the beginning. */
const searchedPages = 3;

/** Reads a session with every operation, while nothing changes it. */
export async function takeSnapshot(probe: Probe, session: string, moment: Snapshot['moment']): Promise<Snapshot> {
  const { run, seen } = probe;
  const turns = seen.turns.filter((turn) => turn.session === session && turn.ended === 'closed');
  const kind = moment === 'created' ? 'valid' : 'other';
  const intent = { purpose: 'reads a session of this run', case: { kind } as const, session, urgent: true };
  const [full, summary, listed] = await Promise.all([
    run.send(chat.full, about(session), intent),
    run.send(chat.summary, about(session), intent),
    moment === 'created' ? undefined : findInList(probe, session),
  ]);
  const snapshot: Snapshot = { session, moment, turns, full, summary, ...(listed ? { listed } : {}) };
  seen.snapshots.push(snapshot);
  return snapshot;
}

async function findInList({ run }: Probe, session: string): Promise<Snapshot['listed']> {
  let token: string | undefined;
  for (let page = 0; page < searchedPages; page += 1) {
    const query = { page_size: 50, ...(token === undefined ? {} : { page_token: token }) };
    const exchange: Exchange = await run.send(
      chat.list,
      { path: {}, query },
      { purpose: 'looks for a session in the list', session, urgent: true },
    );
    const item = itemsOf(exchange).find(({ session_id: id }) => id === session);
    if (item) return { exchange, item };
    token = nextToken(exchange);
    if (token === undefined) return undefined;
  }
  return undefined;
}

import { chat } from '../rules/support/chat-api.ts';
import { about, type Probe, sessionOf } from './probe.ts';
import { baseRequest } from './requests.ts';

/** Deletes a session that has a history, then asks for it in every way. */
export async function deleteSession(probe: Probe): Promise<void> {
  const { run, seen } = probe;
  const session = sessionOf(seen, 'main');
  if (session === undefined) return;
  const deletion = await run.send(chat.delete, about(session), { purpose: 'deletes a session', session });
  if (!deletion.response || deletion.response.status >= 300) return;
  const intent = { purpose: 'is about a session that was deleted', case: { kind: 'other' as const }, session };
  const again = [chat.full, chat.summary, chat.title, chat.stream, chat.delete].flatMap((id) =>
    run.contract.operations.filter((operation) => operation.id === id),
  );
  for (const operation of again) {
    const exchange = await run.send(operation, baseRequest(probe, operation, session), intent);
    seen.afterDeletion.push({ session, exchange, list: false });
  }
  const exchange = await run.send(
    chat.list,
    { path: {}, query: { page_size: '50' } },
    { purpose: 'looks for a session that was deleted', session },
  );
  seen.afterDeletion.push({ session, exchange, list: true });
  const unbound = sessionOf(seen, 'unbound');
  const others = [
    ...seen.bystanders.flatMap((bystander) => bystander.session ?? []),
    ...(unbound ? [unbound] : []),
  ].filter((id) => id !== session);
  await Promise.all(
    others.map(async (id) => {
      const reading = { ...intent, purpose: 'reads another session than the one that was deleted', session: id };
      seen.survivors.push({ session: id, exchange: await run.send(chat.full, about(id), reading) });
    }),
  );
}

import { withArticle } from '../../src/shared/wording.ts';
import { chat } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { isTurn } from '../run/run.ts';
import type { RequestParts } from './cases/request-case.ts';
import { about, createSession, objectOf, type Probe, turnParts } from './probe.ts';
import type { Targets } from './targets.ts';

/** Random ids of a project and an organization, fixed so that runs are reproducible. */
const otherProject = '6d1f3c0e-9a57-4b0b-8a55-2f3f9f0f7a31';
const otherOrganization = 'c2b8a5de-4f0e-4c63-9d0b-7e51f2a6b940';

/** Requests a session of this project from another project. The delete is last, because it would end the session. */
export async function tryOtherProject(probe: Probe, targets: Targets): Promise<void> {
  const { run, seen } = probe;
  const { id: session } = await createSession(probe, 'foreign', run.options.indexIds.slice(0, 1));
  if (session === undefined) return;
  const query = { project_id: otherProject };
  const intent = { purpose: 'has another project_id', case: { kind: 'other' as const }, session };
  const send = async (operation: (typeof chat)[keyof typeof chat]) => {
    const found = run.contract.operations.find(({ id }) => id === operation);
    if (!found) return;
    const plain = targets.requestOf(found, operation === chat.list ? undefined : session);
    if (typeof plain === 'string') return;
    const exchange = await run.sendWithinBudget(found, { ...plain.parts, query }, intent);
    if (exchange) seen.foreign.push({ session, exchange });
  };
  await Promise.all([chat.list, chat.full, chat.summary, chat.title, chat.stream].map(send));
  await send(chat.delete);
}

/**
 * Sends a project, then an organization, with every operation on a session that was created with it. If the server does
 * not know them and rejects the session, that is inconclusive and ends the probe.
 */
export async function tryScopes(probe: Probe): Promise<void> {
  await Promise.all([liveIn(probe, 'project_id', otherProject), liveIn(probe, 'organization_id', otherOrganization)]);
}

async function liveIn(probe: Probe, parameter: string, value: string): Promise<void> {
  const { run, seen } = probe;
  const query = { [parameter]: value };
  const intent = { purpose: `has ${withArticle(parameter)}`, case: { kind: 'other' as const } };
  const note = (exchange: Exchange) => {
    seen.scoped.push({ parameter, exchange });
    return exchange;
  };
  const send = async (operation: string, parts: RequestParts, session?: string) =>
    note(await run.send(operation, { ...parts, query }, { ...intent, ...(session === undefined ? {} : { session }) }));
  await send(chat.list, about(''));
  const created = objectOf(await send(chat.create, { ...about(''), body: { json: {} } }));
  const session = created?.session_id;
  if (typeof session !== 'string') return;
  await send(chat.full, about(session), session);
  await send(chat.summary, about(session), session);
  await send(
    chat.title,
    { ...about(session), body: { json: { first_message: 'What is in these documents?' } } },
    session,
  );
  const parts = { ...turnParts(session, 'What is in these documents?', run.options.indexIds.slice(0, 1)), query };
  const turn = await run.stream({ session, parts, intent });
  if (turn) note(isTurn(turn) ? turn.exchange : turn);
  if (parameter === 'project_id') {
    const purpose = 'names a session of another project';
    seen.foreign.push({
      session,
      exchange: await run.send(chat.full, about(session), { ...intent, purpose, session }),
    });
    seen.foreign.push({ session, exchange: await run.send(chat.list, about(''), { ...intent, purpose }) });
  }
  await send(chat.delete, about(session), session);
}

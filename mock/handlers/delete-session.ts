import { unknownSessionReply } from '../replies.ts';
import { findSession, type Handler, sessionIdOf } from './handler.ts';

export const deleteSession: Handler = async (call) => {
  const { world, faults, project } = call;
  const session = await findSession(call);
  if (!session) return unknownSessionReply(sessionIdOf(call));
  if (faults.at('removes', true, {})) await world.store.delete(project, session.session_id);
  else await world.store.set(project, { ...session, deleted: true });
  return { status: 204, headers: {} };
};

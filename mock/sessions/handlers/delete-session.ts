import { unknownSessionReply } from '../../http/replies.ts';
import { findSession, type Handler, sessionIdOf } from './handler.ts';

export const deleteSession: Handler = async (call) => {
  const { context, faults, project } = call;
  const session = await findSession(call);
  if (!session) return unknownSessionReply(sessionIdOf(call));
  if (faults.at('removes', true, {})) await context.store.delete(project, session.session_id);
  else await context.store.set(project, { ...session, deleted: true });
  return { status: 204, headers: {} };
};

import { jsonReply, unknownSessionReply } from '../../http/replies.ts';
import { fullSessionOf } from '../session.ts';
import { findSession, type Handler, sessionIdOf } from './handler.ts';

export const getSession: Handler = async (call) => {
  const session = await findSession(call);
  return session ? jsonReply(200, fullSessionOf(session)) : unknownSessionReply(sessionIdOf(call));
};

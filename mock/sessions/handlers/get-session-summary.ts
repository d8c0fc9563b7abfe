import { jsonReply, unknownSessionReply } from '../../http/replies.ts';
import { summaryOf } from '../session.ts';
import { findSession, type Handler, sessionIdOf } from './handler.ts';

export const getSessionSummary: Handler = async (call) => {
  const session = await findSession(call);
  return session ? jsonReply(200, summaryOf(session)) : unknownSessionReply(sessionIdOf(call));
};

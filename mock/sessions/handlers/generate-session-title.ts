import type { GenerateTitleRequest } from '../../../generated/types.ts';
import { jsonReply, unknownSessionReply } from '../../http/replies.ts';
import { summaryOf } from '../session.ts';
import { titleOf } from '../title.ts';
import { findSession, type Handler, sessionIdOf } from './handler.ts';

export const generateSessionTitle: Handler = async (call) => {
  const { context, project, body } = call;
  const session = await findSession(call);
  const titled =
    session &&
    (await context.store.update(project, session.session_id, (stored) => ({
      ...stored,
      generated_title: titleOf((body as GenerateTitleRequest).first_message),
      last_updated_at: context.timestamp(),
    })));
  return titled ? jsonReply(200, summaryOf(titled)) : unknownSessionReply(sessionIdOf(call));
};

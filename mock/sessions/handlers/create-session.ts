import type { CreateSessionRequest } from '../../../generated/types.ts';
import { jsonReply } from '../../http/replies.ts';
import { type StoredSession, summaryOf } from '../session.ts';
import type { Handler } from './handler.ts';

export const createSession: Handler = async ({ context, project, body }) => {
  const asked = (body as CreateSessionRequest | undefined)?.index_ids;
  const session: StoredSession = {
    session_id: context.identifier('ses'),
    last_updated_at: context.timestamp(),
    generated_title: null,
    // The contract does not define an empty list; a session bound to nothing could never accept a turn.
    index_ids: asked?.length ? asked : null,
    job_metadata: null,
    events: [],
  };
  await context.store.set(project, session);
  return jsonReply(201, summaryOf(session));
};

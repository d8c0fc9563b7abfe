import type { FaultLine, RequestContext } from '../../faults/fault.ts';
import type { HandlerContext } from '../../handler-context.ts';
import type { Reply } from '../../http/exchange.ts';
import type { Preference } from '../../request/preference.ts';
import type { StreamContent } from '../../scenarios/scenario.ts';
import type { StoredSession } from '../session.ts';

/** A valid request on its way to its handler. */
export interface Call extends RequestContext {
  /** Of the request, in its sandbox. */
  number: number;
  context: HandlerContext;
  faults: FaultLine;
  preference: Preference;
  project: string;
  /** The stream of the document's example, for a turn without a matching scenario. */
  exampleStream(): StreamContent;
}

/** Handles one operation with the stored sessions. */
export type Handler = (call: Call) => Promise<Reply>;

/** The session in the path; `undefined` if the project has none with that id. */
export async function findSession(call: Call): Promise<StoredSession | undefined> {
  const session = await call.context.store.get(call.project, sessionIdOf(call));
  if (!session) return undefined;
  return call.faults.at('finds', !session.deleted, { session, operation: call.operation }) ? session : undefined;
}

export function sessionIdOf(call: Call): string {
  return call.path.session_id ?? '';
}

import type { Contract } from '../../../src/openapi/contract.ts';
import { isObject } from '../../../src/shared/json.ts';

/** The operations of the Chat API on sessions. */
export const chat = {
  list: 'listSessions',
  create: 'createSession',
  full: 'getSession',
  summary: 'getSessionSummary',
  title: 'generateSessionTitle',
  stream: 'streamMessages',
  delete: 'deleteSession',
} as const;

/** True if a contract has all of them, and so is the Chat API's. */
export function isChatApi({ operations }: Contract): boolean {
  return Object.values(chat).every((id) => operations.some((operation) => operation.id === id));
}

/** The word for one stream of an API: only the Chat API has turns. */
export function streamNoun(contract: Contract): 'turn' | 'stream' {
  return isChatApi(contract) ? 'turn' : 'stream';
}

/** The id in a JSON body that describes a session. */
export function sessionIdIn(body: unknown): string | undefined {
  const id = isObject(body) ? body.session_id : undefined;
  return typeof id === 'string' ? id : undefined;
}

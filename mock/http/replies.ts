import { cut } from '../../src/shared/excerpt.ts';
import type { RequestProblem } from '../request/request-problem.ts';
import type { Reply } from './exchange.ts';

/** A response with a JSON body. */
export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Headers with their names in lower case. */
export function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** An error in the contract's shape, with one sentence. */
export function errorReply(status: number, detail: string, headers: Record<string, string> = {}): Reply {
  return jsonReply(status, { detail }, headers);
}

/** Maximum problems in one response, because a request can have a hundred thousand invalid items. */
const mostProblems = 20;

/** A 422 with one entry per invalid field. */
export function problemsReply(problems: readonly RequestProblem[]): Reply {
  return jsonReply(422, { detail: problems.slice(0, mostProblems).map((problem) => problem.detail) });
}

export function unknownPathReply(path: string): Reply {
  return errorReply(404, `The API has no path ${cut(path, 120)}.`);
}

/** 405 with the methods that the path has (RFC 9110, section 15.5.6). */
export function wrongMethodReply(method: string, path: string, allowed: readonly string[]): Reply {
  const methods = allowed.join(', ');
  return errorReply(405, `${cut(path, 120)} does not support ${cut(method, 20)}, only ${methods}.`, { allow: methods });
}

export function unknownSessionReply(sessionId: string): Reply {
  return errorReply(404, `There is no session ${cut(sessionId, 120)} in this project.`);
}

/** 413 (RFC 9110, section 15.5.14): the contract does not document it, but a 422 would have to read the body first. */
export function tooLongReply(limit: number): Reply {
  return errorReply(413, `The body is longer than the ${limit} bytes that this server accepts.`);
}

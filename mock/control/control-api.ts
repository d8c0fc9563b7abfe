import { parseJson } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { crossOriginHeaders, isPreflight, preflightReply } from '../http/cross-origin.ts';
import type { Incoming, Reply } from '../http/exchange.ts';
import { errorReply, wrongMethodReply } from '../http/replies.ts';
import { readTarget, type Target } from '../http/target.ts';
import { isSessionName, sessionHeader } from '../sandbox.ts';
import { StoreLost } from '../sessions/session-store.ts';
import { type ConsoleFiles, createConsoleFiles, docsReply } from './console-files.ts';
import type { ConsoleTools } from './console-tools.ts';
import { createContractRuns } from './contract-runs.ts';
import { NoSession } from './control.ts';
import { refuseControl } from './control-guard.ts';
import type { ControlApiParts, RouteParts } from './routes/route.ts';
import { findRoute } from './routes/routes.ts';

/** Handles requests under `/__mock/`. Returns `undefined` for other paths. */
export type ControlHandler = (incoming: Incoming) => Promise<Reply | undefined>;

const longestBody = 10_000_000;

/** The control API: the same as `Controls`, over HTTP. */
export function createControlApi(given: ControlApiParts): ControlHandler {
  const { closing, tools } = given;
  const parts: RouteParts = {
    ...given,
    runs: createContractRuns(tools.runContractTests, closing),
    docs: keepDocs(tools, closing),
  };
  const files = createConsoleFiles(given.readConsoleFile);
  const answer = async (incoming: Incoming, target: Target): Promise<Reply> => {
    const refused = refuseControl(incoming, parts.access);
    if (refused) return errorReply(403, refused);
    if (isPreflight(incoming)) return preflightReply(incoming);
    const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
    const asked = method === 'GET' ? findFile(incoming, target, files) : undefined;
    if (asked) return asked;
    // Other machines can reach the port, so the mock's token is required.
    if (parts.access === 'any' && !parts.accepts(incoming))
      return errorReply(401, 'The token of this mock is missing or wrong.');
    const path = target.path.replace(/\/$/, '');
    const found = findRoute(path);
    if (!found) return errorReply(404, 'GET /__mock/ lists the available operations.');
    const route = found.methods[method];
    if (!route) return wrongMethodReply(method, path, Object.keys(found.methods));
    const bytes = await incoming.readBody(longestBody);
    if (typeof bytes === 'string') return errorReply(413, 'The body is too long or incomplete.');
    const text = new TextDecoder().decode(bytes);
    const isFixture = path.endsWith('/transcript');
    const body = text === '' || isFixture ? undefined : parseJson(text);
    if (text !== '' && !isFixture && body === undefined) return errorReply(422, 'The body is not JSON.');
    const session = incoming.header(sessionHeader);
    if (session !== undefined && !isSessionName(session)) {
      return errorReply(422, 'X-Mock-Session must have 1 to 100 letters, digits or characters of . _ : -');
    }
    const controls = parts.controlsOf(session);
    return route.answer({ controls, target, body, text, name: found.name, sandbox: session }, parts);
  };
  return async (incoming) => {
    const target = readTarget(incoming.target);
    if (target.path !== '/__mock' && !target.path.startsWith('/__mock/')) return undefined;
    try {
      const reply = await answer(incoming, target);
      const headers =
        reply.status === 403 ? reply.headers : { ...reply.headers, ...crossOriginHeaders(incoming, reply) };
      return { ...reply, headers: { 'cache-control': 'no-store', ...headers } };
    } catch (error) {
      if (error instanceof UsageError) return errorReply(422, error.message);
      if (error instanceof NoSession) return errorReply(404, error.message);
      if (error instanceof StoreLost) return errorReply(503, error.message);
      return errorReply(500, error instanceof Error ? error.message : String(error));
    }
  };
}

/**
 * The console's page and files. Only browsers get the page; other clients of `/__mock/` get the list. Nothing is
 * secret.
 */
function findFile(incoming: Incoming, { path }: Target, files: ConsoleFiles): Reply | undefined {
  if (path.startsWith('/__mock/console/')) return files.file(path.slice('/__mock/console/'.length));
  if (!incoming.header('accept')?.includes('text/html')) return undefined;
  if (path === '/__mock/') return files.page();
  return path === '/__mock' ? { status: 308, headers: { location: '/__mock/' } } : undefined;
}

/** Builds the page on the first request and caches it. After a failure the next request tries again. */
function keepDocs({ buildDocs }: ConsoleTools, closing: AbortSignal): () => Promise<Reply> {
  let building: Promise<string> | undefined;
  return async () => {
    if (!buildDocs) return errorReply(501, 'This mock cannot build the page. Use npx chat-contract docs.');
    try {
      building ??= buildDocs(closing);
      return docsReply(await building);
    } catch (error) {
      building = undefined;
      return errorReply(501, error instanceof Error ? error.message : String(error));
    }
  };
}

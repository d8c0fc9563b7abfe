import { UsageError } from '../../../src/shared/usage-error.ts';
import type { Reply } from '../../http/exchange.ts';
import { errorReply, jsonReply } from '../../http/replies.ts';
import type { Target } from '../../http/target.ts';
import type { RequestFilter, SeenRequest } from '../seen-request.ts';
import { inAllSandboxes, isForAll } from './all-sandboxes.ts';
import { type ControlCall, type ControlRoutes, done, fileHeaders, type RouteParts } from './route.ts';

/** The requests so far, and waiting for one. */
export const requestRoutes: ControlRoutes = {
  '/__mock/requests': {
    GET: {
      does: 'lists the requests so far; filters: ?operation=, ?method=, ?path=, ?status=',
      answer: ({ controls, target }, parts) =>
        jsonReply(200, {
          requests: isForAll(target)
            ? inAllSandboxes(parts, (one) => one.requests(filterOf(target))).sort(byTime)
            : controls.requests(filterOf(target)),
        }),
    },
    DELETE: {
      does: 'clears the list of requests',
      answer({ controls }) {
        controls.clearRequests();
        return done;
      },
    },
  },
  '/__mock/requests/next': {
    GET: {
      does: 'waits for the next matching request, with the same filters; ?timeout= in milliseconds; 404 on timeout',
      answer: waitForRequest,
    },
  },
  '/__mock/requests/{number}/scenario': {
    GET: {
      does: 'proxy only: exports a forwarded request and its response as a scenario',
      answer: exportScenario,
    },
  },
};

function byTime(one: SeenRequest, other: SeenRequest): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : one.number - other.number;
}

async function waitForRequest({ controls, target }: ControlCall): Promise<Reply> {
  const timeout = Number(target.query.get('timeout') ?? 5000);
  if (!(timeout >= 0 && timeout <= 60_000)) throw new UsageError('timeout must be from 0 to 60000 milliseconds.');
  try {
    return jsonReply(200, await controls.waitForRequest(filterOf(target), { timeout }));
  } catch (error) {
    return errorReply(404, (error as Error).message);
  }
}

function filterOf({ query }: Target): RequestFilter {
  const filter: Record<string, string | number> = {};
  for (const name of ['operation', 'method', 'path', 'status']) {
    const value = query.get(name);
    if (value !== null) filter[name] = name === 'status' ? Number(value) : value;
  }
  return filter;
}

async function exportScenario({ name, sandbox }: ControlCall, { tools }: RouteParts): Promise<Reply> {
  if (!tools.proxy) return errorReply(501, 'Only a proxy can export scenarios. Use `record` or `proxy`.');
  const scenario = await tools.proxy.scenarioOf(sandbox, Number(name));
  if ('reason' in scenario) return errorReply(404, scenario.reason);
  return { status: 200, headers: fileHeaders(scenario.file), text: scenario.text };
}

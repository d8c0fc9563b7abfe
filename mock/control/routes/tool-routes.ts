import { jsonReply } from '../../http/replies.ts';
import type { ControlRoutes } from './route.ts';

/** What the console offers: names for its menus, the documentation page and contract-test runs. */
export const toolRoutes: ControlRoutes = {
  '/__mock/names': {
    GET: {
      does: 'lists operations, scenarios, faults, sandboxes and optional features',
      answer: (_, parts) =>
        jsonReply(200, {
          ...parts.names(),
          sandboxes: parts.sandboxes.names(),
          ...(parts.tools.proxy ? { upstream: parts.tools.proxy.upstream } : {}),
          tools: {
            docs: parts.tools.buildDocs !== undefined,
            contractTests: parts.tools.runContractTests !== undefined,
          },
        }),
    },
  },
  '/__mock/docs': {
    GET: { does: 'returns the documentation page of the contract', answer: (_, parts) => parts.docs() },
  },
  '/__mock/contract-runs': {
    POST: {
      does: 'runs the contract tests against {"baseUrl", "token", "indexIds", "readOnly", "maxTurns", "strict", "rules"}, as server-sent events',
      answer: ({ body }, { runs }) => runs(body),
    },
  },
};

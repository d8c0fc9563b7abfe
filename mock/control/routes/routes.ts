import { decodePercent } from '../../../src/shared/encoding/decode-percent.ts';
import { jsonReply } from '../../http/replies.ts';
import { requestRoutes } from './request-routes.ts';
import { responseRoutes } from './response-routes.ts';
import type { ControlRoute, ControlRoutes } from './route.ts';
import { sessionRoutes } from './session-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { toolRoutes } from './tool-routes.ts';

const routes: ControlRoutes = {
  '/__mock': {
    GET: { does: 'lists the operations of this API', answer: () => jsonReply(200, { routes: describeRoutes() }) },
  },
  ...requestRoutes,
  ...sessionRoutes,
  ...responseRoutes,
  ...streamRoutes,
  ...toolRoutes,
};

function describeRoutes(): object[] {
  return Object.entries(routes).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { does }]) => ({ method, path, does })),
  );
}

/** A matched route and the name in its path. */
interface FoundRoute {
  path: string;
  methods: Record<string, ControlRoute>;
  name: string;
}

const patterns = Object.entries(routes).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/, '([^/]+)')}$`),
}));

/** The route of a path; `undefined` if there is none. */
export function findRoute(path: string): FoundRoute | undefined {
  for (const { methods, pattern } of patterns) {
    const match = pattern.exec(path);
    if (match) return { path, methods, name: decodePercent(match[1] ?? '') };
  }
  return undefined;
}

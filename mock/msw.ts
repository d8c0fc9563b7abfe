import { type HttpHandler, HttpResponse, http } from 'msw';
import type { Controls } from './control/control.ts';
import { fromRequest, toResponse } from './http/web-exchange.ts';
import type { MockOptions } from './mock-options.ts';
import { createWebMock } from './web-mock.ts';

/** Options of `createMswMock`: those of the mock, and the address to intercept. */
export interface MswOptions extends MockOptions {
  /** The base URL that the application calls: `https://api.example.com`. */
  baseUrl: string;
}

/** Handlers for MSW, and the controls of their mock. */
export interface MswMock extends Controls {
  handlers: HttpHandler[];
  /** The controls of the sandbox that requests with the header `X-Mock-Session: NAME` see. */
  session(name: string): Controls;
}

/**
 * Creates a mock as MSW handlers, so that a component test needs no port: for `setupServer` of `msw/node` under Node,
 * jsdom and happy-dom, and for `setupWorker` of `msw/browser`. Requests to other paths are not intercepted.
 *
 * `seed` and `scenario` name no file here: pass a seed as an object and scenarios as text.
 *
 * @throws {UsageError} if an option is invalid
 *
 * @example
 * import { setupServer } from 'msw/node';
 * import { createMswMock } from 'chat-contract/msw';
 *
 * const mock = createMswMock({ baseUrl: 'https://api.example.com' });
 * setupServer(...mock.handlers).listen();
 */
export function createMswMock({ baseUrl, ...options }: MswOptions): MswMock {
  const mock = createWebMock({ ...options, control: 'off' });
  const root = baseUrl.replace(/\/+$/, '');
  const paths = new Set(mock.operations.map(({ path }) => path.replace(/\{([^}]+)\}/g, ':$1')));
  const handlers = [...paths].map((path) =>
    http.all(root + path, async ({ request }) => {
      // The paths of the contract do not include the path of the base URL.
      const base = new URL(root || '/', request.url).pathname.replace(/\/$/, '');
      const reply = await mock.answer(fromRequest(request, base));
      return reply.reset ? HttpResponse.error() : toResponse(reply, request);
    }),
  );
  return { ...mock.controls(), session: mock.controls, handlers };
}

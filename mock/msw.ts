import { type HttpHandler, HttpResponse, http } from 'msw';
import type { Controls } from './control/control.ts';
import { createWebMock, type MockOptions } from './web-mock.ts';

/** Options of `createMswMock`: those of the mock, and the address to intercept. */
export interface MswOptions extends MockOptions {
  /** The address that the application calls, without a slash at its end: `https://api.example.com`. */
  baseUrl: string;
}

/** Handlers for MSW's `setupServer`, and what a test does with the mock behind them. */
export interface MswMock extends Controls {
  handlers: HttpHandler[];
  /** The controls of the sandbox that requests with the header `X-Mock-Session: NAME` see. */
  session(name: string): Controls;
}

/**
 * Creates a mock as MSW handlers, so that a component test needs no port. Requests to other paths are not intercepted.
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
  const mock = createWebMock(options);
  const paths = new Set(mock.operations.map(({ path }) => path.replace(/\{([^}]+)\}/g, ':$1')));
  const handlers = [...paths].map((path) =>
    http.all(baseUrl + path, ({ request }) => {
      // The base's own path is not a part of the contract's.
      const { pathname, origin, search } = new URL(request.url);
      const base = new URL(baseUrl, origin).pathname.replace(/\/$/, '');
      const inner = new Request(origin + pathname.slice(base.length) + search, request);
      // A reply that resets the connection is MSW's network error.
      return mock.fetch(inner).catch(() => HttpResponse.error());
    }),
  );
  return { ...mock.controls(), session: mock.controls, handlers };
}
